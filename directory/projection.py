"""From positions on the globe to lines on paper: projection, simplification, paths.

Positions are in degrees, latitude first; GeoJSON puts longitude first. On paper x grows
to the east and y to the south. Nothing here knows what is drawn.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Point = tuple[float, float]
Projection = Callable[[float, float], Point]

EARTH_RADIUS_KM = 6371.0088
# Around what a frame shows; farther, a conic projection would fold the globe over it.
REACH_DEGREES = 15


def conic(parallel1: float, parallel2: float, origin: Point) -> Projection:
    """Lambert's conformal conic on a sphere, in kilometres from its origin."""
    phi1, phi2 = math.radians(parallel1), math.radians(parallel2)

    def stretch(phi: float) -> float:
        return math.tan(math.pi / 4 + phi / 2)

    n = math.log(math.cos(phi1) / math.cos(phi2)) / math.log(
        stretch(phi2) / stretch(phi1)
    )
    size = EARTH_RADIUS_KM * math.cos(phi1) * stretch(phi1) ** n / n
    rho0 = size / stretch(math.radians(origin[0])) ** n

    def project(latitude: float, longitude: float) -> Point:
        rho = size / stretch(math.radians(latitude)) ** n
        theta = n * math.radians(longitude - origin[1])
        return rho * math.sin(theta), rho * math.cos(theta) - rho0

    return project


def plain(origin: Point) -> Projection:
    """Right around its origin only: for an island or a département; in kilometres."""
    degree = math.radians(1) * EARTH_RADIUS_KM
    across = degree * math.cos(math.radians(origin[0]))

    def project(latitude: float, longitude: float) -> Point:
        return (longitude - origin[1]) * across, (origin[0] - latitude) * degree

    return project


@dataclass(frozen=True)
class Frame:
    """A rectangle of the paper, and the part of the globe that is drawn in it."""

    left: float
    top: float
    right: float
    bottom: float
    origin: Point
    project: Projection
    scale: float
    shift: Point

    @classmethod
    def around(
        cls,
        positions: Iterable[Point],
        box: tuple[float, float, float, float],
        *,
        origin: Point,
        project: Projection,
        margin: float = 0,
    ) -> "Frame":
        """The frame whose box (left, top, right, bottom) holds positions at best."""
        xs, ys = zip(*(project(*position) for position in positions), strict=True)
        left, top, right, bottom = box
        width, height = max(xs) - min(xs), max(ys) - min(ys)
        scale = min(
            (right - left - 2 * margin) / width, (bottom - top - 2 * margin) / height
        )
        shift = (
            (left + right) / 2 - scale * (min(xs) + max(xs)) / 2,
            (top + bottom) / 2 - scale * (min(ys) + max(ys)) / 2,
        )
        return cls(*box, origin, project, scale, shift)

    def place(self, latitude: float, longitude: float) -> Point:
        x, y = self.project(latitude, longitude)
        return x * self.scale + self.shift[0], y * self.scale + self.shift[1]

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether a position falls inside the rectangle."""
        if (
            abs(latitude - self.origin[0]) > REACH_DEGREES
            or abs(longitude - self.origin[1]) > REACH_DEGREES
        ):
            return False
        x, y = self.place(latitude, longitude)
        return self.left <= x <= self.right and self.top <= y <= self.bottom


def rings(geometry: dict[str, Any]) -> Iterator[list[Point]]:
    """Rings of a Polygon or MultiPolygon as (latitude, longitude), holes too."""
    polygons = geometry["coordinates"]
    for polygon in [polygons] if geometry["type"] == "Polygon" else polygons:
        for ring in polygon:
            yield [(point[1], point[0]) for point in ring]


def area(ring: Sequence[Point]) -> float:
    """Area of a closed ring, whichever way it turns."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def is_inside(lines: Iterable[Sequence[Point]], x: float, y: float) -> bool:
    """Whether a point of the paper lies in closed rings, holes taken out."""
    inside = False
    for line in lines:
        x1, y1 = line[-1]
        for x2, y2 in line:
            if (y1 <= y) != (y2 <= y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                inside = not inside
            x1, y1 = x2, y2
    return inside


def edges(ring: Sequence[Point]) -> Iterator[frozenset[Point]]:
    for a, b in zip(ring, ring[1:], strict=False):
        if a != b:
            yield frozenset((a, b))


def arcs(closed_rings: Iterable[Sequence[Point]]) -> Iterator[list[Point]]:
    """Borders between the points where three meet, each once, whoever shares it.

    A ring that meets no other comes whole, its last point being its first.
    """
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for ring in closed_rings:
        for a, b in edges(ring):
            neighbours[a].add(b)
            neighbours[b].add(a)
    walked: set[frozenset[Point]] = set()
    crossings = [p for p, around in neighbours.items() if len(around) != 2]
    for start in [*crossings, *neighbours]:
        for step in sorted(neighbours[start]):
            if frozenset((start, step)) in walked:
                continue
            line = [start, step]
            while len(neighbours[step]) == 2 and step != start:
                step = next(p for p in neighbours[step] if p != line[-2])
                line.append(step)
            walked.update(edges(line))
            yield line


def simplify(line: Sequence[Point], tolerance: float) -> list[Point]:
    """The line with fewer points, nowhere farther from it than the tolerance.

    The method is Douglas and Peucker's; both ends stay, and so does the point farthest
    from them when the line comes back to its start.
    """
    last = len(line) - 1
    kept, spans = {0, last}, [(0, last)]
    while spans:
        first, last = spans.pop()
        far, farthest = 0.0, None
        for index in range(first + 1, last):
            distance = _distance(line[index], line[first], line[last])
            if distance > far:
                far, farthest = distance, index
        if farthest is not None and (far > tolerance or line[first] == line[last]):
            kept.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [line[index] for index in sorted(kept)]


def simplify_together(
    areas: Mapping[Any, list[Sequence[Point]]], tolerance: float, smallest: float
) -> tuple[dict[Any, list[list[Point]]], list[tuple[list[Point], list[Point]]]]:
    """Closed rings by key with fewer points, so that neighbours still fit together.

    And their borders as `arcs` tells them, each with the same simplified. Rings whose
    area is not above the smallest go, save the largest of each key.
    """
    lines = [
        (line, simplify(line, tolerance))
        for line in arcs(ring for outline in areas.values() for ring in outline)
    ]
    kept = {point for _, short in lines for point in short}
    fewer = {}
    for key, outline in areas.items():
        largest = max(outline, key=area)
        fewer[key] = [
            [point for point in ring if point in kept]
            for ring in outline
            if ring is largest or area(ring) > smallest
        ]
    return fewer, lines


def path_data(lines: Iterable[Sequence[Point]], *, closed: bool = False) -> str:
    """Lines as the `d` of an SVG path, in whole units, as short as can be.

    Lines that shrink to a point are left out, closed ones also when they are flat.
    """
    parts = []
    for line in lines:
        whole = [(round(x), round(y)) for x, y in line]
        steps = [
            (x - x0, y - y0)
            for (x0, y0), (x, y) in zip(whole, whole[1:], strict=False)
            if (x, y) != (x0, y0)
        ]
        if closed and steps and whole[0] == whole[-1]:
            steps.pop()
        if len(steps) > closed:
            words = "".join(f" {number}" for step in steps for number in step)
            x, y = whole[0]
            parts.append(f"M{x} {y}l{words[1:].replace(' -', '-')}{'z' * closed}")
    return "".join(parts)


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to a segment, which may be a point itself."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    dx, dy = x2 - x1, y2 - y1
    square = dx * dx + dy * dy
    along = ((x - x1) * dx + (y - y1) * dy) / square if square else 0
    along = min(1.0, max(0.0, along))
    return math.hypot(x - x1 - along * dx, y - y1 - along * dy)
