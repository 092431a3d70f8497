"""A row is locked before its state is checked: two verbs never cross."""

from directory.models import Pole

from .refusals import Refused


def version_of(row):
    """What changes with each change of a row: its version, or its last record."""
    if isinstance(row, Pole):
        return row.version
    records = type(row).history.filter(id=row.pk).order_by("-history_id")
    return records.values_list("history_id", flat=True).first()


def locked(row, version=None, *, by=None):
    """The row anew, locked until the end of the transaction.

    Raise Refused when it is gone, is not at `version`, the one a page showed, or has
    left the scope of `by` since (None for a command).
    """
    found = type(row).objects.select_for_update().filter(pk=row.pk).first()
    if found is None:
        raise Refused("Cette fiche n'existe plus.")
    if by is not None and not _reached(found, by):
        raise Refused("Cette fiche n'est plus dans votre périmètre.")
    if version is not None and version_of(found) != version:
        raise Refused(
            "Cette fiche a changé depuis que cette page a été ouverte : relisez ce que "
            "vous allez faire, puis confirmez."
        )
    return found


def _reached(row, by):
    return type(row).objects.for_curator(by).filter(pk=row.pk).exists()
