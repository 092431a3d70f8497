"""What the page of a merger tells: values in words, and what will move."""

from django.db.models import Q
from django.utils.formats import date_format

from directory import values
from directory.models import Membership, Pole, Structure, Suggestion
from directory.moderation.comparing import BOTH, is_known
from directory.moderation.moving import MOVED

# names told of each sort of what will move
MOST_NAMED = 8
LABELS = {"carried_poles": ("pôle porté", "pôles portés")}
NAMED_BY = {
    "memberships": ["structure", "pole"],
    "perimeters": ["territory"],
    "recognitions": ["programme"],
}


def words_of(line, kept, absorbed):
    """The values of a line in words, on both sides; a line alike is told once."""
    if line.name == "perimeters":
        return [
            ", ".join(map(str, territories(row))) or "–" for row in (kept, absorbed)
        ]
    model = type(kept)
    ours = values.tell(model, line.name, line.kept)
    return ours, values.tell(model, line.name, line.absorbed) if line.differs else ours


def territories(pole):
    return [held.territory for held in pole.perimeters.at().select_related("territory")]


def rows_of(form):
    """Lines of the form, each with its words, its choice if any, and a remark."""
    labels = {line.name: line.label for line in form.lines}
    return [
        {
            "line": line,
            "words": form.words[line.name],
            "choice": form[f"choix-{line.name}"] if line.may_be_chosen else None,
            "remark": remark(line, labels),
        }
        for line in form.lines
        if line.differs or (is_known(line.kept) and line.kept is not False)
    ]


def remark(line, labels):
    if not line.differs:
        return "identique"
    if line.side == BOTH:
        return "on réunit les deux"
    return f"va avec « {labels[line.leader]} »" if line.leader else ""


def moving(absorbed, user):
    """What hangs on a row and will move: (what, how many, some of their names).

    Of what belongs to poles, only the rows of poles that the user or the public sees:
    the others move as well, untold.
    """
    told = []
    for accessor, _column, _clash in MOVED[type(absorbed)]:
        rows = list(seen_by(user, absorbed, accessor))
        if rows:
            one, several = LABELS.get(accessor, words_for(rows[0]))
            label = one if len(rows) == 1 else several
            names = [name_of(row, absorbed) for row in rows[:MOST_NAMED]]
            told.append((label, len(rows), names))
    return told


def words_for(row):
    return row._meta.verbose_name, row._meta.verbose_name_plural


def seen_by(user, absorbed, accessor):
    """Rows of one sort, with what their names need."""
    rows = getattr(absorbed, accessor).all()
    poles = Pole.objects.for_curator(user).values("pk")
    if accessor == "carried_poles":
        return rows.filter(Q(pk__in=poles) | Q(pk__in=Pole.objects.published()))
    if rows.model is Suggestion:
        return rows.for_curator(user)
    if isinstance(absorbed, Structure) and accessor == "memberships":
        rows = rows.filter(Q(pole__in=poles) | Q(pole__in=Pole.objects.published()))
    return rows.select_related(*NAMED_BY.get(accessor, ()))


def name_of(row, absorbed):
    if isinstance(row, Suggestion):
        return f"reçue le {date_format(row.created_at, 'j F Y')}"
    if isinstance(row, Membership) and isinstance(absorbed, Structure):
        return f"{row.pole} ({row.get_role_display()})"
    return str(row)
