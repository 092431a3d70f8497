"""Facets and their honest counts: each tells what a click on it would give."""

from dataclasses import dataclass

from django.db.models import CharField, F, IntegerField, Value
from django.db.models.functions import Cast, Concat

from directory.models import (
    UNKNOWN,
    CharterEdition,
    Network,
    Pole,
    Programme,
    Sector,
    Stage,
    StructureKind,
    Territory,
    stage_name,
)

# Words of the facets in which a pole may tell nothing.
WORDS_OF_UNKNOWN = {
    "etape": stage_name(None),
    "milieu": "non renseigné",
    "niveau": "non renseigné",
}


def choices_of_facets(themes=()):
    """Every option of every facet: (value, label, group or None); one query.

    A theme retired and held by no pole is no option, unless it is among `themes`.
    Editions of the charter are told by their year; without any, it has no option.
    """
    kinds = StructureKind.objects.all()
    # PostgreSQL refuses a query that holds a NUL.
    sectors = Sector.objects.offered([slug for slug in themes if "\0" not in slug])
    tables = [
        named("thematique", sectors, Value(""), F("rank")),
        named("reseau", Network.objects.all(), F("kind"), F("rank")),
        named("reconnaissance", Programme.objects.all(), Value(""), F("year")),
        named("membre", kinds, F("family"), F("rank")),
        years_of_charter(),
    ]
    rows = (
        tables[0]
        .union(*tables[1:], all=True)
        .order_by("facet", "set", "order", "label")
    )
    families = dict(StructureKind.Family.choices)
    choices = {
        "etape": [(*choice, None) for choice in Stage.choices],
        "milieu": [(*choice, None) for choice in Pole.Milieu.choices],
        "niveau": [(*choice, None) for choice in Territory.Level.choices],
        "charte": [],
    }
    for facet, value, label, group, _rank in rows:
        choices.setdefault(facet, []).append((value, label, families.get(group)))
    for facet, unknown in WORDS_OF_UNKNOWN.items():
        choices[facet].append((UNKNOWN, unknown, None))
    return choices


def named(facet, rows, group, rank, *, value="slug", label="name"):
    """Rows of a table of names, as a union of such tables wants them."""
    return (
        rows.order_by()
        .annotate(
            facet=Value(facet),
            value=F(value),
            label=F(label),
            set=Cast(group, CharField()),
            order=Cast(rank, IntegerField()),
        )
        .values_list("facet", "value", "label", "set", "order")
    )


def years_of_charter():
    """One row for each year of which there are editions, signed or not."""
    editions = CharterEdition.objects.with_year_told().annotate(
        words=Concat(Value("Charte de "), "year_told")
    )
    told = {"value": "year_told", "label": "words"}
    return named("charte", editions, Value(""), F("year"), **told).distinct()


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    group: str | None
    chosen: bool
    count: int

    @property
    def disabled(self):
        """Nothing to find there; a chosen one stays, so that it can be let go."""
        return not self.count and not self.chosen


class Facets:
    """Which poles hold which values; within a facet any chosen value will do.

    Made from the `holders` of a census, and from `chosen`, the values asked by facet.
    """

    def __init__(self, holders, chosen):
        self.holders = holders
        self.chosen = {name: set(values) for name, values in chosen.items() if values}

    def answering(self, name, values, *, among):
        """Poles of a set that hold any of the values; all when none is asked."""
        if not values:
            return among
        holders = self.holders.get(name, {})
        return set().union(*(among & holders.get(value, set()) for value in values))

    def found(self, *, among, but=None):
        """Poles of a set that answer every facet; `but` leaves one of them out."""
        for name, values in self.chosen.items():
            if name != but:
                among = self.answering(name, values, among=among)
        return among

    def options(self, name, choices, *, among):
        """Options of a facet in the order given, each counting what a click gives.

        A click on a free option adds it to the facet, on a chosen one lets it go.
        """
        chosen = self.chosen.get(name, set())
        others = self.found(among=among, but=name)
        return [
            Option(
                value,
                label,
                group,
                value in chosen,
                len(self.answering(name, chosen ^ {value}, among=others)),
            )
            for value, label, group in choices
        ]
