"""Poles and outlines as plain data, for maps and re-users."""

from .models import Outline, Stage

STAGE_NAMES = dict(Stage.choices)


def pole_point(pole, *, reason=None):
    """A pole with a point, as the map script reads it.

    The pole carries the annotations of `with_stage`. `lieu` is None when the seat is
    unknown, `etape` when no source tells a stage.
    """
    point = {
        "slug": pole.slug,
        "nom": pole.name,
        "url": pole.get_absolute_url(),
        "lat": pole.latitude,
        "lon": pole.longitude,
        "etape": pole.stage,
        "etape_nom": STAGE_NAMES.get(pole.stage, "étape inconnue"),
        "lieu": pole.seat.name if pole.seat else None,
    }
    return point | {"raison": reason} if reason else point


def map_points(poles):
    """The poles of a set that may be drawn, in the order of the set."""
    return [pole_point(pole) for pole in poles.placed().select_related("seat")]


def territories_outline(territories):
    """Names and outlines of territories as one GeoJSON geometry; None when unknown."""
    territories = list(territories)
    geometries = list(
        Outline.objects.filter(territory__in=territories).values_list(
            "geometry", flat=True
        )
    )
    if not geometries:
        return None
    return {
        "nom": ", ".join(territory.name for territory in territories),
        "geometry": {"type": "GeometryCollection", "geometries": geometries},
    }
