"""Facets and their honest counts: each tells what a click on it would give."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, IntegerField, OuterRef, Value
from django.db.models.functions import Cast

from directory.models import (
    Membership,
    Network,
    Perimeter,
    Pole,
    Programme,
    Sector,
    Stage,
    StructureKind,
    Territory,
)

UNKNOWN = "inconnu"


def slugs_of(rows, path, field="slug"):
    """Expression: the list of a field of related rows, empty when there are none."""
    return ArraySubquery(
        rows.filter(**{path: OuterRef("pk")}).order_by().values(field).distinct()
    )


# Facets in which a pole may tell nothing: « non renseigné » is a choice.
WITH_UNKNOWN = {
    "etape": "étape inconnue",
    "milieu": "non renseigné",
    "niveau": "non renseigné",
}


def values_of_facets():
    """Expressions of what each facet reads of a pole: a scalar or a list of slugs."""
    return {
        "thematique": slugs_of(Sector.objects.all(), "poles"),
        "etape": F("stage"),
        "membre": slugs_of(Membership.objects.at(), "pole", "structure__kind__slug"),
        "affiliation": slugs_of(Network.objects.all(), "poles"),
        "tenue": slugs_of(Network.objects.all(), "stewarded_poles"),
        "reconnaissance": slugs_of(Programme.objects.all(), "recognitions__pole"),
        "niveau": slugs_of(Perimeter.objects.at(), "pole", "territory__level"),
    }


def choices_of_facets():
    """Every option of every facet: (value, label, group or None); one query."""
    kinds = StructureKind.objects.all()
    tables = [
        named("thematique", Sector.objects.all(), Value(""), F("rank")),
        named("reseau", Network.objects.all(), F("kind"), F("rank")),
        named("reconnaissance", Programme.objects.all(), Value(""), F("year")),
        named("membre", kinds, F("family"), F("rank")),
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
    }
    for facet, value, label, group, _rank in rows:
        choices.setdefault(facet, []).append((value, label, families.get(group)))
    for facet, unknown in WITH_UNKNOWN.items():
        choices[facet].append((UNKNOWN, unknown, None))
    return choices


def named(facet, rows, group, rank):
    """Rows of a table of names, as a union of such tables wants them."""
    return (
        rows.order_by()
        .annotate(
            facet=Value(facet),
            value=F("slug"),
            label=F("name"),
            set=Cast(group, CharField()),
            order=Cast(rank, IntegerField()),
        )
        .values_list("facet", "value", "label", "set", "order")
    )


def held(row, name):
    """Values of a facet that a pole's row holds."""
    if name == "reseau":
        return {*row["affiliation"], *row["tenue"]}
    values = row[name] if isinstance(row[name], list) else [row[name]]
    known = [value for value in values if value]
    return known or ([UNKNOWN] if name in WITH_UNKNOWN else [])


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

    Made from rows of poles, each a dict with its `pk` and the `values_of_facets`, and
    from `chosen`, the values asked for by facet.
    """

    def __init__(self, rows, chosen):
        self.chosen = {name: set(values) for name, values in chosen.items() if values}
        self.holders = {name: {} for name in chosen}
        self.pks = {row["pk"] for row in rows}
        for row in rows:
            for name in chosen:
                for value in held(row, name):
                    self.holders[name].setdefault(value, set()).add(row["pk"])

    def answering(self, name, values):
        """Poles that hold any of the values; all of them when none is asked."""
        if not values:
            return self.pks
        return set().union(*(self.holders[name].get(value, ()) for value in values))

    def found(self, *, among, but=None):
        """Poles of a set that answer every facet; `but` leaves one of them out."""
        for name, values in self.chosen.items():
            if name != but:
                among = among & self.answering(name, values)
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
                len(others & self.answering(name, chosen ^ {value})),
            )
            for value, label, group in choices
        ]
