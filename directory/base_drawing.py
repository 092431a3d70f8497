"""France on paper, drawn once per process from static/geo/france.json.

Metropolitan France in the middle, the five overseas régions in a row of frames under
it, each at its own scale, and a frame for what lies in none of them.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

from .prepositions import DEPARTEMENTS_IN
from .projection import (
    Frame,
    Point,
    area,
    conic,
    edges,
    is_inside,
    path_data,
    plain,
    rings,
    simplify_together,
)

WIDTH, HEIGHT = 1000, 1036
"""Size of the paper; all figures here are in its units."""

# of the lines, about 0.7 pixel of a drawing 600 pixels wide
TOLERANCE = 1.5
SMALLEST_ISLAND = 14
MAINLAND_BOX = (16, 16, WIDTH - 16, 930)
# Lambert-93 has the same parallels and origin
MAINLAND_ORIGIN = (46.5, 3.0)
OVERSEAS = ("01", "02", "03", "04", "06")
INSET_TOP, INSET_BOTTOM, INSET_WIDTH, INSET_GAP = 870, 1020, 166, 11
# under the outlines of an inset stands its name
NAME_HEIGHT = 34
INSET_MARGIN = 12
ELSEWHERE = (WIDTH - 16 - INSET_WIDTH, 16, WIDTH - 16, 16 + 120)
# half the width and height that the number of a région takes
NUMBER_ROOM = (25, 21)
NUMBER_STEP = 12


@dataclass(frozen=True)
class Inset:
    """A framed part of the drawing with its name: a département on its own scale."""

    name: str
    frame: Frame


@dataclass(frozen=True)
class Base:
    """What every drawing shares: paths, and where things can be put.

    `areas`: rings of each région and département by key, such as 'region:76'.
    `rooms`: by code of région, points where its number fits, the best first.
    """

    mainland: Frame
    insets: list[Inset]
    land: str = ""
    borders: str = ""
    areas: dict[str, list[Sequence[Point]]] = field(default_factory=dict)
    rooms: dict[str, list[Point]] = field(default_factory=dict)

    def frame_of(self, latitude: float, longitude: float) -> Frame | None:
        """The frame that shows a position; None when it lies elsewhere."""
        frames = [self.mainland, *(inset.frame for inset in self.insets)]
        return next((f for f in frames if f.holds(latitude, longitude)), None)


@cache
def draw_base() -> Base:
    """Read, project and simplify the outlines; about a fifth of a second, once."""
    source = json.loads(Path(finders.find("geo/france.json")).read_bytes())
    regions, departements, names = {}, {}, {}
    for feature in source["regions"]["features"]:
        code = feature["properties"]["code"]
        regions[code] = list(rings(feature["geometry"]))
        names[code] = feature["properties"]["nom"]
    for feature in source["departements"]["features"]:
        departements[feature["properties"]["code"]] = list(rings(feature["geometry"]))

    on_mainland = [code for code in regions if code not in OVERSEAS]
    mainland = Frame.around(
        _positions(regions, on_mainland),
        MAINLAND_BOX,
        origin=MAINLAND_ORIGIN,
        project=conic(44, 49, MAINLAND_ORIGIN),
    )
    insets = [
        Inset(names[code], _inset_frame(rank, regions[code]))
        for rank, code in enumerate(OVERSEAS)
    ]
    parts = [
        (mainland, on_mainland),
        *((inset.frame, [code]) for inset, code in zip(insets, OVERSEAS, strict=True)),
    ]
    land, borders, areas = "", "", {}
    for frame, codes in parts:
        drawn = _draw(frame, codes, regions, departements)
        land, borders, areas = land + drawn[0], borders + drawn[1], areas | drawn[2]
    rooms = {code: _rooms(areas[f"region:{code}"]) for code in on_mainland}
    for inset, code in zip(insets, OVERSEAS, strict=True):
        rooms[code] = _corners(inset.frame)
    return Base(mainland, insets, land, borders, areas, rooms)


def _positions(regions, codes):
    return [point for code in codes for ring in regions[code] for point in ring]


def _inset_frame(rank, outline):
    left = MAINLAND_BOX[0] + rank * (INSET_WIDTH + INSET_GAP)
    positions = [point for ring in outline for point in ring]
    origin = tuple((min(each) + max(each)) / 2 for each in zip(*positions, strict=True))
    return Frame.around(
        positions,
        (left, INSET_TOP, left + INSET_WIDTH, INSET_BOTTOM - NAME_HEIGHT),
        origin=origin,
        project=plain(origin),
        margin=INSET_MARGIN,
    )


def _draw(frame, codes, regions, departements):
    """Path of the land, path of the borders inside régions, and rings by key."""
    areas = {
        f"{level}:{code}": [[frame.place(*p) for p in ring] for ring in outlines[code]]
        for region in codes
        for level, outlines, listed in (
            ("region", regions, [region]),
            ("departement", departements, DEPARTEMENTS_IN[region]),
        )
        for code in listed
    }
    outer = {
        edge
        for key, outline in areas.items()
        if key.startswith("region:")
        for ring in outline
        for edge in edges(ring)
    }
    areas, lines = simplify_together(areas, TOLERANCE, SMALLEST_ISLAND)
    borders = [short for line, short in lines if frozenset(line[:2]) not in outer]
    land = [r for key, outline in areas.items() if key[0] == "r" for r in outline]
    return path_data(land, closed=True), path_data(borders), areas


def _rooms(outline):
    """Points of a région around which a number has room, nearest its middle first.

    Last come those where the number crosses the borders, for the smallest régions.
    """
    ring = max(outline, key=area)
    xs, ys = zip(*ring, strict=True)
    middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    inside = {
        (x, y)
        for x in range(round(min(xs)), round(max(xs)), NUMBER_STEP)
        for y in range(round(min(ys)), round(max(ys)), NUMBER_STEP)
        if is_inside([ring], x, y)
    }
    half_width, half_height = (
        math.ceil(half / NUMBER_STEP) * NUMBER_STEP for half in NUMBER_ROOM
    )

    def outside(x, y):
        rim = {
            (x + dx, y + dy)
            for dx in (-half_width, 0, half_width)
            for dy in (-half_height, 0, half_height)
        }
        return len(rim - inside)

    return sorted(inside, key=lambda p: (outside(*p), math.dist(p, middle), p))


def _corners(frame):
    half_width, half_height = NUMBER_ROOM
    return [
        (frame.right - half_width, frame.top + half_height),
        (frame.left + half_width, frame.top + half_height),
        (frame.right - half_width, frame.bottom - half_height),
        (frame.left + half_width, frame.bottom - half_height),
    ]
