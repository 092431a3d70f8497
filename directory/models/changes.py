"""Who changed what and why: one change may touch a row and its children."""

import uuid
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models
from simple_history.models import HistoricalRecords

_change = ContextVar("change", default=None)
_reason = ContextVar("reason", default=None)
_by = ContextVar("by", default=None)


def current_change():
    """Identifier of the change in course; a new one outside `one_change`."""
    return _change.get() or uuid.uuid4()


@contextmanager
def one_change(reason=None, *, by=None):
    """Record all that is saved inside as one change, for one reason if any is told.

    `by` is who decides, for what no request tells: a command, a test. A change opened
    within another is part of it, and may tell the reason or the person that the outer
    one left untold. Yields the identifier.
    """
    tokens = [
        (_change, _change.set(current_change())),
        (_reason, _reason.set(_reason.get() or reason)),
        (_by, _by.set(_by.get() or by)),
    ]
    try:
        yield _change.get()
    finally:
        for variable, token in tokens:
            variable.reset(token)


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
    """History of a table: when, what, and who and why as told to `one_change`.

    Who is the `_history_user` of the row, else `by` of the change, else who asked.
    """

    def __init__(self, verbose_name=None, **options):
        options.setdefault("bases", [OfOneChange])
        options.setdefault("history_change_reason_field", models.TextField(null=True))
        super().__init__(verbose_name, **options)

    def get_change_reason_for_object(self, instance, history_type, using):
        told = super().get_change_reason_for_object(instance, history_type, using)
        return told or _reason.get()

    def get_history_user(self, instance):
        told = hasattr(instance, "_history_user")
        return (not told and _by.get()) or super().get_history_user(instance)
