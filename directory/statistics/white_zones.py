"""Territories where no pole is known to act, and the nearest pole to each.

A white zone is a territory none of whose communes is in a known perimeter, and where no
pole sits. Perimeters are often unknown: pages say of how many poles they are known.
"""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from operator import attrgetter

from directory.geo import distance_km
from directory.models import OTHER_SHORE_KM, Pole, Territory
from directory.models.lives import Life

KM_PER_DEGREE = 111.19
"""Kilometres of a degree of latitude."""


@dataclass(frozen=True)
class Zone:
    """A territory without a pole of its own, and the nearest placed one.

    `regional`: number of poles that act there, all by a whole région of their
    perimeter; the zone is white when there is none. `nearest`: a pole of the census,
    `km`: from the territory's point to its seat; both None when the point is unknown,
    or no pole within 500 km, beyond which lies another shore.
    """

    territory: Territory
    regional: int
    nearest: Pole | None
    km: float | None

    @property
    def metres(self):
        return None if self.km is None else self.km * 1000


def white_zones(known, territories, on):
    """Zones among territories that are not communes, in their order."""
    acting = known.acting_by_territory(on)
    closely = known.acting_by_territory(on, Territory.Level.REGION)
    return [
        _zone(known, place, acting[place.pk], on)
        for place in territories
        if not closely[place.pk]
    ]


def white_communes(known, territory, communes, on):
    """Zones among the communes of a territory that is not one, in their order."""
    near = [
        life for life in known.active(on).values() if known.acts_on(life, territory, on)
    ]
    counts, closely = Counter(), Counter()
    for commune in communes:
        for life in near:
            if known.acts_on(life, commune, on):
                counts[commune.pk] += 1
                closely[commune.pk] += known.sits_in(life, commune) or known.reaches(
                    life, commune, on, besides=Territory.Level.REGION
                )
    return [
        _zone(known, commune, counts[commune.pk], on)
        for commune in communes
        if not closely[commune.pk]
    ]


def maybe_seated(known, zones, on):
    """How many active poles may sit in one of the zones: their seat has no point."""
    around = set().union(*(known.meeting(zone.territory) for zone in zones))
    return sum(
        life.latitude is None and life.seat_id in around
        for life in known.active(on).values()
    )


def regional_table(known, epcis_by_region, on):
    """[(région, number of EPCI, number of white ones, of regional ones)].

    From [(région, its EPCI)]; an EPCI of two régions counts in each.
    """
    acting = known.acting_by_territory(on)
    closely = known.acting_by_territory(on, Territory.Level.REGION)
    table = []
    for region, epcis in epcis_by_region:
        white = sum(not acting[pk] for pk in epcis)
        regional = sum(bool(acting[pk]) and not closely[pk] for pk in epcis)
        table.append((region, len(epcis), white, regional))
    return table


def _zone(known, place, regional, on):
    # not kept: a page asks for hundreds, which would drive out all else
    life, km = nearest(known, place.latitude, place.longitude, on)
    if life is None or km > OTHER_SHORE_KM:
        return Zone(place, regional, None, None)
    return Zone(place, regional, known.census.poles[life.pk], km)


def nearest(known, latitude, longitude, on) -> tuple[Life | None, float | None]:
    """The active pole whose point is nearest to a position, and its distance in km.

    (None, None) without a position, or without any placed pole.
    """
    lives = known.make(_from_south, on)
    best = (None, None)
    if latitude is None or not lives:
        return best
    here = bisect_left(lives, latitude, key=attrgetter("latitude"))
    for step, rank in ((-1, here - 1), (1, here)):
        while 0 <= rank < len(lives):
            life = lives[rank]
            gap = abs(life.latitude - latitude) * KM_PER_DEGREE
            # no pole further north or south can be nearer
            if best[1] is not None and gap > best[1]:
                break
            km = distance_km(latitude, longitude, life.latitude, life.longitude)
            if best[1] is None or km < best[1]:
                best = (life, km)
            rank += step
    return best


def _from_south(known, on):
    placed = [life for life in known.active(on).values() if life.latitude is not None]
    return sorted(placed, key=attrgetter("latitude"))
