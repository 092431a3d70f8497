"""What lies inside a territory, and around it."""

from dataclasses import dataclass

from directory.models import Territory

Level = Territory.Level
# What the pages tell of territories by the hundred, and their rungs.
TOLD = (
    *("level", "code", "nature", "name", "population", "latitude", "longitude"),
    *("vintage", *Territory.PARENTS),
)
BELOW = {
    Level.REGION: [Level.DEPARTEMENT, Level.EPCI],
    Level.DEPARTEMENT: [Level.EPCI, Level.COMMUNE],
    Level.EPCI: [Level.COMMUNE],
    Level.COMMUNE: [],
}
TITLES = {
    Level.DEPARTEMENT: "Départements",
    Level.EPCI: "Intercommunalités",
    Level.COMMUNE: "Communes",
}


@dataclass(frozen=True)
class Rung:
    """Territories of one level inside another one of level `outer`, in name order.

    `across`: by place, ids of the other territories, of any level, that share communes
    with an EPCI; only those that straddle the limit of the outer one are there.
    """

    outer: str
    level: str
    places: list[Territory]
    across: dict[Territory, set[int]]

    @property
    def title(self):
        return TITLES[self.level]

    def told(self, named):
        """[(territory, the others of the outer level that it reaches)], in name order.

        `named`: by id, the territories whose name the page tells.
        """
        outer = [place for place in named.values() if place.level == self.outer]
        return [
            (place, [one for one in outer if one.pk in self.across.get(place, ())])
            for place in self.places
        ]


def rungs_inside(known, territory):
    """The rungs to go down to, none for a commune, which has none; one query.

    An EPCI that straddles the limit is listed under each territory it reaches.
    """
    if not BELOW[territory.level]:
        return []
    shared = Territory.objects.sharing_communes_with(territory).exclude(pk=territory.pk)
    inside = shared.of_levels(BELOW[territory.level]).order_by("folded_name", "code")
    places = list(inside.only(*TOLD))
    return [
        Rung(
            territory.level,
            level,
            places=[place for place in places if place.level == level],
            across={
                place: known.overlaps[place.pk] - {territory.pk}
                for place in places
                if place.level == level == Level.EPCI != territory.level
                and territory.pk not in known.holders.get(place.pk, ())
            },
        )
        for level in BELOW[territory.level]
    ]


def looked_at(rungs):
    """The level of the territories among which white zones are told, and they.

    EPCI in a région or département, communes in an EPCI, and where there is no EPCI, as
    in most overseas collectivities. Not the EPT, which lie inside an EPCI.
    """
    for rung in rungs:
        places = [place for place in rung.places if place.nature != Territory.EPT]
        if places and rung.level != Level.DEPARTEMENT:
            return rung.level, places
    return None, []


def epcis_by_region(known, regions):
    """[(région, ids of its EPCI)], for some régions; one query."""
    epcis = Territory.objects.of_level(Level.EPCI).exclude(nature=Territory.EPT)
    every = set(epcis.values_list("pk", flat=True))
    return [(region, every & known.overlaps[region.pk]) for region in regions]
