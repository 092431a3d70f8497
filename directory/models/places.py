"""Where a visitor means: a territory, and the point to measure distances from."""

from dataclasses import dataclass

from django.db.models import Value

from directory.geo import contains

from .expressions import Earth, EarthChord, EarthDistance
from .outlines import Outline
from .territories import Territory

# The town hall of a commune is nearly always among the nearest thirty to any point of
# it; farther than this from all of them, a position in no outline is not in France.
TOWN_HALLS = 30
FARTHEST_KM = 60
# What is so far from the town hall of its commune is in doubt: only vast communes of
# Guyane have places beyond.
FAR_KM = 30


def nearest_communes(latitude, longitude):
    """Communes by the distance of their town hall, annotated `metres`."""
    here = Earth(Value(float(latitude)), Value(float(longitude)))
    there = Earth("latitude", "longitude")
    return (
        Territory.objects.of_level(Territory.Level.COMMUNE)
        .filter(latitude__isnull=False)
        .select_related("epci", "ept", "departement", "region")
        .annotate(metres=EarthDistance(here, there))
        .order_by(EarthChord(there, here))
    )


@dataclass(frozen=True)
class Place:
    """`latitude` and `longitude` are None for a territory whose point is unknown.

    `guessed`: the position lay in no known outline, the nearest town hall was taken.
    `matched`: name of the former commune or arrondissement that led here, or None.
    `exact`: the words were a code or a whole name, not a resemblance.
    """

    territory: Territory
    latitude: float | None
    longitude: float | None
    is_position: bool = False
    guessed: bool = False
    matched: str | None = None
    exact: bool = True

    @classmethod
    def of_territory(cls, territory):
        return cls(
            territory,
            territory.latitude,
            territory.longitude,
            matched=getattr(territory, "matched", None),
            exact=getattr(territory, "exact", True),
        )

    @classmethod
    def at_position(cls, latitude, longitude):
        """The commune that holds a position; None when it is not in France.

        Two queries: the nearest town halls, then their outlines.
        """
        near = list(nearest_communes(latitude, longitude)[:TOWN_HALLS])
        outlines = dict(
            Outline.objects.filter(territory__in=near).values_list(
                "territory", "geometry"
            )
        )
        for commune in near:
            outline = outlines.get(commune.pk)
            if outline and contains(outline, longitude, latitude):
                return cls(commune, latitude, longitude, is_position=True)
        if not near or near[0].metres > FARTHEST_KM * 1000:
            return None
        return cls(near[0], latitude, longitude, is_position=True, guessed=True)
