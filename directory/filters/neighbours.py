"""Poles near a place, which may not act on it."""

from copy import copy
from operator import itemgetter

from directory.geo import distance_km
from directory.models import OTHER_SHORE_KM

MOST_NEARBY = 10
MOST_VAGUE = 3


def km_between(place, pole):
    """Kilometres from a place to a pole; both have a point."""
    return distance_km(place.latitude, place.longitude, pole.latitude, pole.longitude)


def nearby(place, poles, vague):
    """Copies of some poles with their `metres` from a place, at most ten.

    First come at most three, by name, of the `vague` ones, the ids of those that may
    sit in the place: their `metres` are None. Then the nearest, at most 500 km away;
    none of these when the place has no point.
    """
    maybe = sorted((p for p in poles if p.pk in vague), key=lambda pole: pole.name)
    found = [(pole, None) for pole in maybe[:MOST_VAGUE]]
    if place.latitude is not None:
        placed = (pole for pole in poles if pole.latitude is not None)
        near = [(pole, km_between(place, pole)) for pole in placed]
        near = sorted((p for p in near if p[1] <= OTHER_SHORE_KM), key=itemgetter(1))
        found += [(pole, 1000 * km) for pole, km in near[: MOST_NEARBY - len(found)]]
    return [at_distance(pole, metres) for pole, metres in found]


def at_distance(pole, metres):
    pole = copy(pole)
    pole.metres = metres
    return pole
