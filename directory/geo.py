"""Positions and outlines on the globe, in degrees (WGS 84).

Functions of one position take latitude first; GeoJSON, and the functions that take a
geometry, put longitude first. Geometries are GeoJSON objects of type Polygon or
MultiPolygon that do not cross the antimeridian.
"""

import math
from collections.abc import Iterator
from typing import Any

Geometry = dict[str, Any]
Ring = list[list[float]]

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres between two positions in degrees."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half_lat = (phi2 - phi1) / 2
    half_lon = math.radians(lon2 - lon1) / 2
    chord = (
        math.sin(half_lat) ** 2
        + math.cos(phi1) * math.cos(phi2) * math.sin(half_lon) ** 2
    )
    # rounding may push the chord of antipodes just above 1
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))


def is_in_world(latitude: float, longitude: float) -> bool:
    """Whether both are finite and lie in [-90, 90] and [-180, 180]."""
    return abs(latitude) <= 90 and abs(longitude) <= 180


def round_position(latitude: float, longitude: float) -> tuple[float, float]:
    """(latitude, longitude) to 3 decimals, about 100 m: a district, not a door."""
    # adding 0.0 turns -0.0 into 0.0, so that equal positions are written alike
    return round(latitude, 3) + 0.0, round(longitude, 3) + 0.0


def contains(geometry: Geometry, longitude: float, latitude: float) -> bool:
    """Whether a position lies in a Polygon or MultiPolygon, holes taken out.

    A position on a border belongs to the side east or north of it. So where outlines
    share the same vertices without gaps, it lies in one of them and one only.
    Raises ValueError for another type of geometry.
    """
    return any(
        sum(_crossings(ring, longitude, latitude) for ring in rings) % 2 == 1
        for rings in _polygons(geometry)
    )


def bounding_box(geometry: Geometry) -> tuple[float, float, float, float]:
    """(west, south, east, north) of a Polygon or MultiPolygon.

    Raises ValueError for an empty geometry or another type.
    """
    points = [point for rings in _polygons(geometry) for point in rings[0]]
    longitudes = [point[0] for point in points]
    latitudes = [point[1] for point in points]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _polygons(geometry: Geometry) -> Iterator[list[Ring]]:
    """Rings of each polygon: the outer one first, then its holes."""
    if geometry["type"] == "Polygon":
        yield geometry["coordinates"]
    elif geometry["type"] == "MultiPolygon":
        yield from geometry["coordinates"]
    else:
        raise ValueError(f"not a polygon: {geometry['type']}")


def _crossings(ring: Ring, longitude: float, latitude: float) -> int:
    """How many segments of a ring a ray going east from the position meets."""
    count = 0
    x1, y1 = ring[-1][0], ring[-1][1]
    for point in ring:
        x2, y2 = point[0], point[1]
        # the half-open test counts a vertex met by the ray once, not twice
        if (y1 <= latitude) != (y2 <= latitude):
            # from the lower end, so that a segment gives the same figure whichever
            # way the outlines on its two sides draw it
            if y1 < y2:
                x = x1 + (latitude - y1) * (x2 - x1) / (y2 - y1)
            else:
                x = x2 + (latitude - y2) * (x1 - x2) / (y1 - y2)
            if longitude < x:
                count += 1
        x1, y1 = x2, y2
    return count
