"""Territories drawn on a sheet of paper of their own, from their outlines.

Outlines only change with the official vintage, which is part of what is kept: a process
that outlives an import of the same vintage keeps drawing what it knew.
"""

from dataclasses import dataclass, replace
from functools import cache, lru_cache

from directory.models import DrawnTerritory, Outline
from directory.projection import (
    Frame,
    conic,
    path_data,
    plain,
    rings,
    simplify,
    simplify_together,
)

from .shapes import Room, Shape, shape

WIDTH = 1000
"""Width of a sheet; all figures here are in its units, about 0.6 pixel each."""

LOWEST, HIGHEST = 480, 900
MARGIN = 16
TOLERANCE = 1.1
SMALLEST_ISLAND = 12
# The parallels of Lambert-93 suit what lies between these latitudes.
METROPOLITAN = (40, 52)
NO_ROOM = Room(0, 0, 0, 0)


@dataclass(frozen=True)
class Sheet:
    """Shapes by id of the territory; `outer` is the path of what holds them.

    `frame`: where positions lie on it; None when it was drawn ahead.
    """

    height: int
    frame: Frame | None
    shapes: dict[int, Shape]
    outer: str


def draw_sheet(outer, parts, above, vintage):
    """Parts of a territory that fit together, and its outline; None without outlines.

    All are ids, in any order: of the territory, of its parts, and of those among them
    that cover others. One query the first time, and from 5 ms to half a second; then
    none.
    """
    return _drawn(outer, tuple(sorted(parts)), tuple(sorted(above)), vintage)


def plain_sheet(outer, parts, vintage):
    """As `draw_sheet`, of small parts, drawn as they are and never numbered."""
    return _plain(outer, tuple(sorted(parts)), vintage)


def kept_sheet(outer, parts, above, vintage):
    """As `draw_sheet`, of what was drawn ahead when it was: without its frame.

    One query the first time, two when it was not.
    """
    return _kept(outer, tuple(sorted(parts)), tuple(sorted(above)), vintage)


def as_json(sheet):
    """What a sheet is kept as: plain lists, without its frame."""
    return [sheet.height, sheet.outer, list(sheet.shapes.items())]


@lru_cache(maxsize=200)
def _kept(outer, parts, above, vintage):
    row = DrawnTerritory.objects.filter(territory=outer, parts=list(parts)).first()
    if row is None:
        return _drawn(outer, parts, above, vintage)
    height, path, shapes = row.drawing
    read = {pk: Shape(path, Room(*room)) for pk, (path, room) in shapes}
    return Sheet(height, None, read, path)


@lru_cache(maxsize=300)
def _drawn(outer, parts, above, vintage):
    outlines = _outlines(outer, parts)
    if not outlines:
        return None
    frame, placed, around = _placed(outlines, outer, parts)
    fitting, _ = simplify_together(placed, TOLERANCE, SMALLEST_ISLAND)
    covered = [line for pk in above for line in fitting.get(pk, [])]
    shapes = {
        pk: shape(fitting[pk], () if pk in above else covered)
        for pk in parts
        if pk in fitting
    }
    return _sheet(frame, shapes, [simplify(line, TOLERANCE) for line in around])


@lru_cache(maxsize=1_000)
def _plain(outer, parts, vintage):
    outlines = _outlines(outer, parts)
    if not outlines:
        return None
    frame, placed, around = _placed(outlines, outer, parts)
    shapes = {
        pk: Shape(path_data(placed[pk], closed=True), NO_ROOM)
        for pk in parts
        if pk in placed
    }
    return _sheet(frame, shapes, around)


def _outlines(outer, parts):
    """Rings of outlines by id of the territory; one query."""
    rows = Outline.objects.filter(territory__in={outer, *parts}).order_by("pk")
    return {
        pk: list(rings(geometry)) for pk, geometry in rows.values_list("pk", "geometry")
    }


def _placed(outlines, outer, parts):
    """A frame, the lines of the parts on it by id, and those of what holds them."""
    frame = _frame(
        {p for outline in outlines.values() for line in outline for p in line}
    )
    placed = {
        pk: [[frame.place(*position) for position in line] for line in outline]
        for pk, outline in outlines.items()
    }
    around = placed.get(outer, []) if outer in parts else placed.pop(outer, [])
    return frame, placed, around


def _sheet(frame, shapes, around):
    return Sheet(
        round(frame.bottom),
        # without the positions that it has learnt
        replace(frame, project=frame.project.__wrapped__),
        shapes,
        path_data(around, closed=True),
    )


def _frame(positions):
    """A sheet as high as its positions ask, within reason."""
    latitudes, longitudes = zip(*positions, strict=True)
    origin = tuple((min(each) + max(each)) / 2 for each in (latitudes, longitudes))
    low, high = METROPOLITAN
    is_metropolitan = low < origin[0] < high
    project = cache(conic(44, 49, origin) if is_metropolitan else plain(origin))
    xs, ys = zip(*(project(*position) for position in positions), strict=True)
    across, down = max(xs) - min(xs), max(ys) - min(ys)
    height = 2 * MARGIN + (WIDTH - 2 * MARGIN) * down / across
    height = round(min(max(height, LOWEST), HIGHEST))
    return Frame.around(
        positions,
        (0, 0, WIDTH, height),
        origin=origin,
        project=project,
        margin=MARGIN,
    )
