"""Poles, outlines and territories as plain data, for maps and re-users."""

from .outlines import outline_text, territories_outline
from .points import (
    every_point,
    map_points,
    place_detail,
    points_at,
    points_by_pk,
    pole_point,
    summary,
)
from .territory_csv import territory_csv

__all__ = [
    "every_point",
    "map_points",
    "outline_text",
    "place_detail",
    "pole_point",
    "points_at",
    "points_by_pk",
    "summary",
    "territories_outline",
    "territory_csv",
]
