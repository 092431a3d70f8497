"""Positions and outlines on the globe, in degrees (WGS 84).

Functions of one position take latitude first; GeoJSON, and the functions that take a
geometry, put longitude first. Geometries are GeoJSON objects of type Polygon or
MultiPolygon that do not cross the antimeridian.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from operator import itemgetter
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


def most_surrounded(
    centres: Iterable[tuple[float, float, Any]],
    points: Mapping[tuple[float, float], int],
    km: float,
    fewest: int = 1,
) -> tuple[int, Any] | None:
    """(number, rank) of the centre that has the most points at most so far from it.

    Centres are (latitude, longitude, rank): between equals the greater rank wins.
    `points` tells how many there are at each position. None when no centre has at
    least `fewest`. Right up to 60° of latitude.
    """
    # so large that what is near lies in the same cell or in the next one
    size = 2.1 * math.degrees(km / EARTH_RADIUS_KM)
    nearness = math.cos(km / EARTH_RADIUS_KM)
    cells, places = defaultdict(list), defaultdict(list)
    for (latitude, longitude), number in points.items():
        position = (*_on_globe(latitude, longitude), number)
        cells[latitude // size, longitude // size].append(position)
    for latitude, longitude, rank in centres:
        position = (*_on_globe(latitude, longitude), rank)
        places[latitude // size, longitude // size].append(position)
    best = None
    for most, cell, around in _from_the_fullest(places, cells):
        if most < (best[0] if best else fewest):
            break
        for x, y, z, rank in places[cell]:
            near = sum(n for a, b, c, n in around if a * x + b * y + c * z >= nearness)
            if near >= fewest:
                best = max(best or (near, rank), (near, rank))
    return best


def _from_the_fullest(places, cells):
    """(number of points in it and around, cell, these points) of each cell of places.

    The most first: no place of a cell has more points near it.
    """
    found = []
    for row, column in places:
        around = [
            point
            for i in (row - 1, row, row + 1)
            for j in (column - 1, column, column + 1)
            for point in cells.get((i, j), ())
        ]
        found.append((sum(point[3] for point in around), (row, column), around))
    return sorted(found, key=itemgetter(0), reverse=True)


@lru_cache(maxsize=20_000)
def _on_globe(latitude: float, longitude: float) -> tuple[float, float, float]:
    """On a globe of radius 1: the nearer two points, the larger their product."""
    phi, theta = math.radians(latitude), math.radians(longitude)
    flat = math.cos(phi)
    return flat * math.cos(theta), flat * math.sin(theta), math.sin(phi)


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
