"""Outlines that fit together: no overlap, no gap, the same vertices on both sides.

All functions work in degrees. Areas are in square degrees: 1e-4 is about 0.8 km² in
the middle of France.
"""

import json
from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import Any

import numpy
import shapely

# about 20 m: narrower gaps are slips of the source, not land
SLIVER_WIDTH = 0.0002


class UncleanCoverage(Exception):
    """Outlines that rounding and cleaning could not make fit together."""


def clean(outlines: dict[str, Any]) -> dict[str, Any]:
    """The same outlines, fitting together: overlaps go to the longest border."""
    shapes = shapely.coverage_clean(list(outlines.values()), gap_width=SLIVER_WIDTH)
    return dict(zip(outlines, shapes, strict=True))


def simplify(
    outlines: dict[str, Any], *, tolerance: float, decimals: int
) -> dict[str, Any]:
    """Simplify outlines that fit together, then round them; they still fit.

    `tolerance` is the side, in degrees, of the smallest detail kept; 0 only rounds.
    """
    shapes = list(outlines.values())
    if tolerance:
        shapes = shapely.coverage_simplify(shapes, tolerance)
    shapes = _rounded(shapes, decimals)
    return dict(zip(outlines, shapes, strict=True))


def _rounded(shapes, decimals: int):
    """Round vertices to a grid without breaking the coverage.

    Rounding each vertex keeps shared borders shared, but may fold a thin part over
    itself; cleaning mends it with vertices off the grid, which are rounded in turn.
    """
    for _ in range(10):
        shapes = shapely.transform(shapes, lambda points: numpy.round(points, decimals))
        if shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes):
            return shapes
        shapes = shapely.make_valid(shapes, method="structure", keep_collapsed=False)
        shapes = shapely.coverage_clean(shapes)
    raise UncleanCoverage


def dissolve(
    outlines: dict[str, Any], group_of: Mapping[str, Hashable | None]
) -> dict[Any, Any]:
    """Union of outlines by group, in the order of the groups' codes.

    Outlines that `group_of` leaves out or maps to None go to no group.
    """
    groups = defaultdict(list)
    for code, outline in outlines.items():
        if group_of.get(code) is not None:
            groups[group_of[code]].append(outline)
    return {code: shapely.coverage_union_all(groups[code]) for code in sorted(groups)}


def without_specks(outline, *, smallest: float):
    """Drop the parts and the holes under an area; the largest part always stays."""
    parts = sorted(shapely.get_parts(outline), key=lambda part: part.area, reverse=True)
    kept = [part for part in parts if part.area >= smallest] or parts[:1]
    filled = [
        shapely.Polygon(
            part.exterior,
            [hole for hole in part.interiors if shapely.Polygon(hole).area >= smallest],
        )
        for part in kept
    ]
    return filled[0] if len(filled) == 1 else shapely.MultiPolygon(filled)


def neighbours(outlines: dict[str, Any]) -> list[tuple[str, str]]:
    """Pairs of outlines that have part of their border in common, each once, in order.

    Outlines that fit together have the same vertices there, so two are neighbours when
    two vertices that follow each other in one do in the other; one vertex alone makes
    no neighbours.
    """
    parts, part_owners = shapely.get_parts(list(outlines.values()), return_index=True)
    rings, ring_parts = shapely.get_rings(parts, return_index=True)
    points, point_rings = shapely.get_coordinates(rings, return_index=True)
    _, vertices = numpy.unique(points, axis=0, return_inverse=True)
    in_one_ring = point_rings[:-1] == point_rings[1:]
    edges = numpy.stack([vertices[:-1], vertices[1:]], axis=1)[in_one_ring]
    # neighbours go along their border in opposite directions
    edges.sort(axis=1)
    owners = part_owners[ring_parts[point_rings[:-1][in_one_ring]]]
    order = numpy.lexsort(edges.T)
    edges, owners = edges[order], owners[order]
    shared = (edges[:-1] == edges[1:]).all(axis=1)
    pairs = zip(owners[:-1][shared], owners[1:][shared], strict=True)
    codes = list(outlines)
    return sorted({tuple(sorted((codes[one], codes[other]))) for one, other in pairs})


def as_geojson(outline) -> dict[str, Any]:
    """GeoJSON geometry, written one way only whatever the order of the work."""
    outline = shapely.orient_polygons(shapely.normalize(outline))
    if len(parts := shapely.get_parts(outline)) == 1:
        outline = parts[0]
    return json.loads(shapely.to_geojson(outline))
