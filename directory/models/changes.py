"""Who changed what and why: one change may touch a row and its children."""

import uuid
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models
from simple_history.models import HistoricalRecords

_change = ContextVar("change", default=None)
_reason = ContextVar("reason", default=None)


def current_change():
    """Identifier of the change in course; a new one outside `one_change`."""
    return _change.get() or uuid.uuid4()


@contextmanager
def one_change(reason=None):
    """Record all that is saved inside as one change, for one reason if any is told.

    A change opened within another is part of it, and may tell the reason that the
    outer one left untold. Yields the identifier.
    """
    change = _change.set(current_change())
    told = _reason.set(_reason.get() or reason)
    try:
        yield _change.get()
    finally:
        _change.reset(change)
        _reason.reset(told)


class OfOneChange(models.Model):
    """Base of history tables: the records of one change bear one identifier.

    It is NULL in records older than the column: each is then a change of its own.
    """

    change = models.UUIDField(
        "modification", default=current_change, null=True, editable=False, db_index=True
    )

    class Meta:
        abstract = True


class History(HistoricalRecords):
    """History of a table: who, when, what, and the reason told to `one_change`."""

    def __init__(self, verbose_name=None, **options):
        options.setdefault("bases", [OfOneChange])
        options.setdefault("history_change_reason_field", models.TextField(null=True))
        super().__init__(verbose_name, **options)

    def get_change_reason_for_object(self, instance, history_type, using):
        told = super().get_change_reason_for_object(instance, history_type, using)
        return told or _reason.get()
