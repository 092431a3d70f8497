"""What a row held, at some moment: the values of its traits."""

from collections import defaultdict
from dataclasses import dataclass

from directory.models import (
    Membership,
    Perimeter,
    Pole,
    Recognition,
    StageRecord,
    YearlyFigures,
)

from .traits import traits_of

# Rows that are part of a pole, in the order of its page.
CHILDREN = (Perimeter, Membership, StageRecord, Recognition, YearlyFigures)


def children_of(model):
    """Models of the rows that are part of a pole; none of a structure."""
    return CHILDREN if model is Pole else ()


@dataclass(frozen=True)
class Snapshot:
    """Values of the traits of a row, by name."""

    model: type
    pk: int
    values: dict

    @property
    def owner(self):
        """Key of the pole or of the structure that the row is, or is part of."""
        return self.values["pole"][0] if "pole" in self.values else self.pk

    def related(self, names=None):
        """(model, key) of the rows that its traits, or some of them, point to."""
        for name, trait in traits_of(self.model).items():
            if names is None or name in names:
                yield from trait.related(self.values[name])


def snapshots_of(model, records):
    """Snapshots of records of the history of a model, by `history_id`.

    One query for each many-to-many field.
    """
    records = list(records)
    links = _links(model, [record.history_id for record in records])
    taken = {}
    for record in records:
        values = {
            name: links[name][record.history_id]
            if trait.is_links
            else trait.read(record)
            for name, trait in traits_of(model).items()
        }
        taken[record.history_id] = Snapshot(model, record.id, values)
    return taken


def _links(model, history_ids):
    """{name of a field: {history_id: keys}} of the copies kept with records."""
    links = {}
    for name, trait in traits_of(model).items():
        if trait.is_links:
            kept = getattr(model.history.model, name).model
            column = kept._meta.get_field(trait.field.m2m_reverse_field_name())
            found = defaultdict(set)
            rows = kept.objects.filter(history__in=history_ids) if history_ids else []
            for row in rows:
                found[row.history_id].add(getattr(row, column.attname))
            links[name] = {pk: frozenset(found[pk]) for pk in history_ids}
    return links


def held_now(row):
    """Snapshots of a row and of its children, by (model, key), as they are saved."""
    rows = list(type(row).objects.filter(pk=row.pk))
    for model in children_of(type(row)):
        rows += model.objects.filter(pole=row)
    return {(type(one), one.pk): _snapshot(one) for one in rows}


def _snapshot(row):
    traits = traits_of(type(row))
    values = {name: trait.read(row) for name, trait in traits.items()}
    return Snapshot(type(row), row.pk, values)


def held_at(row, moment):
    """Snapshots of a row and of its children as they stood at a moment."""
    held = {}
    for model in (type(row), *children_of(type(row))):
        known = model.history.filter(id=row.pk)
        if model is not type(row):
            hers = model.history.filter(pole=row.pk).values("id")
            known = model.history.filter(id__in=hers)
        last = known.filter(history_date__lte=moment).order_by("id", "-history_id")
        records = [
            record
            for record in last.distinct("id")
            if record.history_type != "-"
            and (model is type(row) or record.pole_id == row.pk)
        ]
        for snapshot in snapshots_of(model, records).values():
            held[model, snapshot.pk] = snapshot
    return held
