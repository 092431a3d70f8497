"""Titles and buttons of Django's pages, in plain French."""

from django.utils.text import capfirst

FEMININE = {
    "ancienne",
    "étape",
    "localité",
    "personne",
    "reconnaissance",
    "source",
    "structure",
    "thématique",
}


def to_add(opts):
    """« Ajouter un pôle »: what the button to add a row says."""
    name = str(opts.verbose_name)
    if name.startswith("chiffres"):
        return f"Ajouter les {name}"
    article = "une" if name.split()[0] in FEMININE else "un"
    return f"Ajouter {article} {name}"


class FrenchTitles:
    """Mixin of admin pages: a list is named by its rows, a row by what it is."""

    def changelist_view(self, request, extra_context=None):
        words = {
            "title": capfirst(self.opts.verbose_name_plural),
            "to_add": to_add(self.opts),
        }
        return super().changelist_view(request, words | (extra_context or {}))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        row = capfirst(self.opts.verbose_name)
        words = {"title": row if object_id else to_add(self.opts)}
        return super().changeform_view(
            request, object_id, form_url, words | (extra_context or {})
        )
