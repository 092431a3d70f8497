"""The changes of a pole or of a structure, newest first, a page at a time."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db import connection
from django.db.models import OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from . import entries
from .snapshots import children_of, snapshots_of


@dataclass
class Change:
    """All that was saved together: when, by whom (None: no account), why, what.

    `key` is the identifier of the change, or names the only record of an older one.
    """

    key: str
    when: datetime
    who: object = None
    why: str | None = None
    entries: list = field(default_factory=list)

    @property
    def creates(self):
        """Whether it made the row itself, and not only a child."""
        return any(
            entry.sign == entries.ADDED and not entry.is_part for entry in self.entries
        )


class Timeline:
    """The changes of a pole or of a structure, deleted ones included.

    The rows that were merged into it, and the children of all, are part of the story:
    a child only while it belonged here. To be sliced, counted or paginated: the number
    of queries does not grow with the number of records.
    """

    def __init__(self, model, pk):
        self.model, self.pk = model, pk

    def count(self):
        sql, params = self._records_sql()
        return _rows(f"SELECT count(DISTINCT key) FROM ({sql}) AS record", params)[0][0]

    def __getitem__(self, bounds):
        """Changes of a slice without step, such as `timeline[:20]`."""
        start, stop = bounds.start or 0, bounds.stop
        limit = None if stop is None else max(stop - start, 0)
        return self._changes([start, limit])

    def get(self, key):
        """A change by its key; None when it is not one of these."""
        sql, params = self._records_sql(key)
        [[when]] = _rows(f"SELECT max(history_date) FROM ({sql}) AS record", params)
        return self._told({key: Change(key, when)})[0] if when else None

    def _changes(self, bounds):
        sql, params = self._records_sql()
        page = _rows(
            f"SELECT key, max(history_date) AS at FROM ({sql}) AS record "
            "GROUP BY key ORDER BY at DESC, key OFFSET %s LIMIT %s",
            [*params, *bounds],
        )
        return self._told({key: Change(key, when) for key, when in page})

    @cached_property
    def _pks(self):
        """Keys of the row and of those merged into it, and into these."""
        pks, last = {self.pk}, {self.pk}
        while last:
            merged = self.model.objects.filter(merged_into__in=last)
            last = set(merged.values_list("pk", flat=True)) - pks
            pks |= last
        return pks

    @cached_property
    def _records(self):
        """QuerySets of the records of the story, by model, with their `key`."""
        histories = {self.model: self.model.history.filter(id__in=self._pks)}
        for model in children_of(self.model):
            ever = model.history.filter(pole__in=self._pks).values("id")
            was = _just_before(model).values("pole")[:1]
            histories[model] = (
                model.history.filter(id__in=ever)
                .annotate(was_in=Subquery(was))
                .filter(Q(pole__in=self._pks) | Q(was_in__in=self._pks))
            )
        return {
            model: records.annotate(key=_key(model))
            for model, records in histories.items()
        }

    def _records_sql(self, key=None):
        """SQL of the key and the date of all records, or of those of one change."""
        parts, params = [], []
        for records in self._records.values():
            if key is not None:
                records = records.filter(key=key)
            told = records.order_by().values_list("key", "history_date")
            sql, values = told.query.sql_with_params()
            parts.append(f"({sql})")
            params += values
        return " UNION ALL ".join(parts), params

    def _told(self, changes):
        """Fill changes, by key, with what their records tell; in the same order."""
        drafts, keys = [], {}
        for model, records in self._records.items():
            touched = _touched(model, records.filter(key__in=changes))
            for found in touched:
                change, last = changes[found[0].key], found[-1]
                keys[model, last.history_id] = last.key
                for record in found:
                    change.who = change.who or record.history_user
                    change.why = change.why or record.history_change_reason or None
            drafts += self._drafts(model, touched)
        for entry in entries.told(drafts, owner=(self.model, self.pk)):
            key = keys[entry.model, entry.record.history_id]
            changes[key].entries.append(entry)
        for change in changes.values():
            change.entries = entries.in_page_order(change.entries)
        return list(changes.values())

    def _drafts(self, model, touched):
        """(sign, before, after, last record) of each row that changes touch."""
        past = [found[0].before for found in touched if found[0].before]
        past = model.history.in_bulk(past) if past else {}
        ends = [found[-1] for found in touched]
        snapshots = snapshots_of(model, [*past.values(), *ends]) if touched else {}
        for found in touched:
            first, last = found[0], found[-1]
            old = self._held(past.get(first.before), snapshots)
            new = self._held(last, snapshots)
            sign = entries.sign_of(old, new)
            if first.before is None and first.history_type == entries.CHANGED and new:
                sign = entries.FOUND
            yield sign, old, new, last

    def _held(self, record, snapshots):
        """What a record tells that the story held; None before, after or elsewhere."""
        if record is None or record.history_type == entries.REMOVED:
            return None
        snapshot = snapshots[record.history_id]
        return snapshot if snapshot.owner in self._pks else None


def _just_before(model):
    """Records of the row of the outer query before its own, the last one first."""
    return model.history.filter(
        id=OuterRef("id"), history_id__lt=OuterRef("history_id")
    ).order_by("-history_id")


def _touched(model, records):
    """Records of changes, gathered by change and row, each with the key `before`."""
    before = Subquery(_just_before(model).values("history_id")[:1])
    records = records.annotate(before=before).select_related("history_user")
    touched = defaultdict(list)
    for record in records.order_by("history_id"):
        touched[record.key, record.id].append(record)
    return list(touched.values())


def _key(model):
    """The identifier of a change; of an older record, one of its own."""
    noun = Value(f"{model._meta.model_name}-", TextField())
    own = Concat(noun, Cast("history_id", TextField()))
    return Coalesce(Cast("change", TextField()), own)


def _rows(sql, params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
