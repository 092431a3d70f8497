"""Where a visitor means: a territory, and the point to measure distances from."""

from dataclasses import dataclass

from django.db.models import Exists, Value

from directory.geo import contains
from directory.text import fold

from .expressions import Earth, EarthChord, EarthDistance
from .outlines import Outline
from .place_finds import in_a_sentence
from .territories import Territory

# The town hall of a commune is nearly always among the nearest thirty to any point of
# it; farther than this from all of them, a position in no outline is not in France.
TOWN_HALLS = 30
FARTHEST_KM = 60
# Beyond lies another shore: nothing there is near.
OTHER_SHORE_KM = 500
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
        .select_related(*Territory.PARENTS)
        .annotate(metres=EarthDistance(here, there))
        .order_by(EarthChord(there, here))
    )


def told_apart(territory):
    """A name that no other territory has: 'Vienne (Isère)', 'Vienne (département)'.

    Words that `search` resolves to it. Of an intercommunality, the bare name but for
    homonyms, to which come the départements of its communes; asks once for these.
    """
    name, level = territory.name, territory.level
    if level == Territory.Level.COMMUNE:
        parent = territory.departement
        where = f"commune, {parent.code}" if parent.name == name else parent.name
        return f"{name} ({where})"
    if level != Territory.Level.EPCI:
        return f"{name} ({territory.nature})"
    homonyms = Territory.objects.of_level(level).filter(folded_name=fold(name))
    departements = (
        Territory.objects.communes_of(territory)
        .filter(Exists(homonyms.exclude(pk=territory.pk)))
        .order_by("departement__folded_name")
        .values_list("departement__name", flat=True)
        .distinct()
    )
    where = ", ".join(departements)
    return f"{name} ({where})" if where else name


@dataclass(frozen=True)
class Place:
    """`latitude` and `longitude` are None for a territory whose point is unknown.

    `guessed`: the position lay in no known outline, the nearest town hall was taken.
    `matched`: name of the former commune or arrondissement that led here, as a sentence
    says it, or None.
    `exact`: the words were a code or a whole name, not a resemblance.
    `reason`: why the territory answers, when it does not bear the name asked.
    `by_code`: a code was asked, not a name.
    """

    territory: Territory
    latitude: float | None
    longitude: float | None
    is_position: bool = False
    guessed: bool = False
    matched: str | None = None
    exact: bool = True
    reason: str | None = None
    by_code: bool = False

    @classmethod
    def of_territory(cls, territory):
        matched = getattr(territory, "matched", None)
        return cls(
            territory,
            territory.latitude,
            territory.longitude,
            matched=matched and in_a_sentence(matched),
            exact=getattr(territory, "exact", True),
            reason=getattr(territory, "reason", None),
            by_code=getattr(territory, "by_code", False),
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
