"""What waits of the charter for an account, counted, with the lists that show it."""

from django.urls import reverse

from charter.models import CharterVersion, Practice, Signature

READ = "Ce que des pôles racontent, avant que le public le lise."
CHECK = "Déclarée, et déjà visible comme telle\u00a0: à vérifier avec le pôle."
SUPPLY = "Annoncé au public à sa date, sans rien à lire encore."


def practices_to_read(user):
    """Practices that nobody has read yet, the oldest first."""
    return Practice.objects.for_curator(user).proposed()


def signatures_to_check(user):
    """Signatures that a curator has yet to check with their pole, the oldest first."""
    mine = Signature.objects.for_curator(user).filter(state=Signature.State.DECLARED)
    related = ("pole", "structure", "version__charter")
    return mine.select_related(*related).order_by("pk")


def waiting(user):
    """[(how many, in words, what to do, address of their list)] of what there is."""
    to_read, to_check = practices_to_read(user), signatures_to_check(user)
    to_supply = CharterVersion.objects.for_curator(user).awaited()
    found = [
        (to_read, "pratique{s} à relire", READ, "state__exact=proposee"),
        (to_check, "signature{s} à vérifier", CHECK, "state__exact=declaree"),
        (to_supply, "texte{s} de charte à fournir", SUPPLY, "status__exact=attendue"),
    ]
    return [
        (number, words.format(s="s" * (number > 1)), help_text, _list_of(rows, query))
        for rows, words, help_text, query in found
        if (number := rows.count())
    ]


def _list_of(rows, query):
    name = f"admin:charter_{rows.model._meta.model_name}_changelist"
    return f"{reverse(name)}?{query}"
