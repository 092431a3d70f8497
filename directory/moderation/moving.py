"""What hangs on a row goes to the one it is merged into; what clashes becomes words."""

from django.utils.formats import localize

from directory.models import Pole, Structure, describe_date
from directory.text import fold


def same(*names):
    """Clash of two rows that have the same values."""
    return lambda one, other: all(getattr(one, n) == getattr(other, n) for n in names)


def never(one, other):
    return False


def same_territory_at_once(one, other):
    """Same territory for periods that overlap; a NULL bound is open."""

    def ends_before(first, second):
        return first.until and second.since and first.until <= second.since

    return one.territory_id == other.territory_id and not (
        ends_before(one, other) or ends_before(other, one)
    )


def same_recognition(one, other):
    if one.programme_id or other.programme_id:
        return one.programme_id == other.programme_id
    return fold(one.text) == fold(other.text)


# By model: relation that moves, column that names the row, and what two rows of one
# row may not have in common.
MOVED = {
    Pole: [
        ("memberships", "pole", same("structure_id", "role", "since")),
        ("perimeters", "pole", same_territory_at_once),
        ("stage_records", "pole", same("stage", "on")),
        ("recognitions", "pole", same_recognition),
        ("figures", "pole", same("year")),
        ("suggestions", "pole", never),
        ("aliases", "pole", never),
    ],
    Structure: [
        ("memberships", "structure", same("pole_id", "role", "since")),
        ("carried_poles", "carrier", never),
        ("suggestions", "structure", never),
        ("aliases", "structure", never),
    ],
}
UNITED = {Pole: ["sectors", "objectives", "networks", "sources"], Structure: []}

# Columns of the row kept that take what only the other knew; the rest is told in words.
FILLED = {
    "source",
    "role_as_told",
    "text",
    "on",
    "member_structures",
    "jobs_fte",
    "turnover_eur",
    "volunteers",
}
PRECISIONS = {"since": "since_precision", "until": "until_precision", "on": "precision"}


def move_children(kept, absorbed, *, by):
    """Give the row kept what hangs on the other; return lines for its working note.

    Of two rows that the database would not let stand together, that of the row kept
    stays: it takes what only the other knew, and its note tells the rest.
    """
    notes = []
    for accessor, column, clash in MOVED[type(kept)]:
        held = list(getattr(kept, accessor).all())
        for child in getattr(absorbed, accessor).all():
            twin = next((one for one in held if clash(one, child)), None)
            child._history_user = by
            if twin is None:
                setattr(child, column, kept)
                child.save()
                held.append(child)
            else:
                twin._history_user = by
                notes += settle(twin, child, column, absorbed)
    for name in UNITED[type(kept)]:
        getattr(kept, name).add(*getattr(absorbed, name).all())
    return notes


def settle(twin, child, column, absorbed):
    """Drop a row that clashes with its twin; return what the twin has no note for."""
    told = []
    for field in child._meta.concrete_fields:
        if field.name not in ("id", column):
            told += fill_or_tell(field, twin, child)
    child.delete()
    words = f"D'après la fiche « {absorbed} » : " + " ; ".join(told)
    if told and hasattr(twin, "note"):
        twin.note = "\n".join(filter(None, [twin.note, words]))
    twin.save()
    if not told or hasattr(twin, "note"):
        return []
    return [f"{twin._meta.verbose_name} ({twin}) – {words}"]


def fill_or_tell(field, twin, child):
    """Set an unknown column of the twin, or say in words what it does not hold."""
    if field.name in PRECISIONS.values():
        return []  # goes with its date
    columns = [field.attname, *filter(None, [PRECISIONS.get(field.name)])]
    ours, theirs = ([getattr(row, name) for name in columns] for row in (twin, child))
    if theirs[0] in (None, "") or ours == theirs:
        return []
    if ours[0] is None and field.name in FILLED:
        for column, value in zip(columns, theirs, strict=True):
            setattr(twin, column, value)
        return []
    return [f"{field.verbose_name} {words_of(field, child)}"]


def words_of(field, row):
    """The value of a column in French words."""
    if field.name in PRECISIONS:
        return describe_date(
            getattr(row, field.name), getattr(row, PRECISIONS[field.name])
        )
    if field.choices:
        return getattr(row, f"get_{field.name}_display")()
    value = getattr(row, field.name)
    return f"« {value} »" if isinstance(value, str) else str(localize(value))
