"""A row is locked before its state is checked: two verbs never cross.

A pole first, then what hangs on it, its links last: so that of two verbs one waits
for the other, and never each for the other.
"""

from .refusals import Refused

GONE = "Cette ligne n'existe plus."
OUT_OF_SCOPE = "Cette ligne n'est pas dans votre périmètre."


def locked(row, *, by=None):
    """The row anew, locked until the end of the transaction.

    Raise Refused when it is gone, or out of the scope of `by` (None for a command, and
    for whoever holds a link of the pole).
    """
    rows = type(row).objects
    found = rows.select_for_update().filter(pk=row.pk).first()
    if found is None:
        raise Refused(GONE)
    if by is not None and not rows.for_curator(by).filter(pk=row.pk).exists():
        raise Refused(OUT_OF_SCOPE)
    return found
