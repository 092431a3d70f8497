"""Poles, outlines and territories as plain data, for maps and re-users."""

from .points import (
    every_point,
    map_points,
    place_detail,
    points_at,
    points_by_pk,
    pole_point,
    summary,
    territories_outline,
)
from .territory_csv import territory_csv

__all__ = [
    "every_point",
    "map_points",
    "place_detail",
    "pole_point",
    "points_at",
    "points_by_pk",
    "summary",
    "territories_outline",
    "territory_csv",
]
