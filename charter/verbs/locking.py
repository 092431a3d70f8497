"""A row is locked before its state is checked: two verbs never cross.

A pole comes first, then what is its own, then the links to that: in one order, nobody
waits for whoever waits.
"""

from directory.models import Pole

from .refusals import Refused

GONE = "Cette ligne n'existe plus."
OUT_OF_SCOPE = "Cette ligne n'est pas dans votre périmètre."


def locked(row, *, by=None):
    """The row anew, locked until the end of the transaction, as is its pole.

    Raise Refused when it is gone, or out of the scope of `by` (None for a command, and
    for whoever holds a link of the pole).
    """
    rows = type(row).objects
    if getattr(row, "pole_id", None):
        locked_pole(row.pole_id)
    found = rows.select_for_update().filter(pk=row.pk).first()
    if found is None:
        raise Refused(GONE)
    if by is not None and not rows.for_curator(by).filter(pk=row.pk).exists():
        raise Refused(OUT_OF_SCOPE)
    return found


def locked_pole(pk):
    """A pole, locked until the end of the transaction; None when it is gone."""
    return Pole.objects.select_for_update(of=["self"]).filter(pk=pk).first()
