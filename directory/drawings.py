"""Poles drawn on our own outlines of France, as data for the templates of an SVG."""

import math
import re
from collections import Counter, defaultdict

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from .base_drawing import ELSEWHERE, HEIGHT, NUMBER_ROOM, WIDTH, draw_base
from .models import Outline, Stage
from .prepositions import located
from .projection import path_data, rings, simplify
from .words import count_poles, map_sentence, region_of

STAGE_NAMES = dict(Stage.choices) | {None: "étape inconnue"}
# What a link to a région replaces in the search.
PLACE_PARAMETERS = ("ou", "territoire", "position", "page")
# In units of the paper, about 0.6 pixel each.
NEAR = 15
SPACING = 21
WIDEST_FAN = 60
SIGN = 13
PLACE_TOLERANCE = 0.8
SMALL_PLACE = 44
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def poles_drawing(poles, *, place=None, outline=None, query=""):
    """What the templates `_pole_map.svg` and `_drawing.html` draw of a set of poles.

    `poles` is a QuerySet annotated by `with_stage`, or a list from `with_seats` or the
    census; `place` the territory they act on, `outline` what `territories_outline`
    tells of it; `query` the query string of the search. At most two queries: the poles
    unless they come as a list, and the outline of the place unless it is given.

    Every pole that has a point is drawn, and no other; the others count in the number
    of their région and are listed in `unplaced`.
    """
    poles, base = with_seats(poles), draw_base()
    placed = [pole for pole in poles if pole.latitude is not None]
    points = _points(placed, base)
    shown_place = _place(place, outline, base) if place else None
    stages = {pole.stage for pole in placed}
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "title": f"Les pôles qui agissent {located(place)}" if place else "Les pôles",
        "words": map_sentence(poles, place),
        "land": base.land,
        "borders": base.borders,
        "insets": _insets(base, placed),
        "place": shown_place,
        "poles": [_drawn(*pair) for pair in zip(placed, points, strict=True)],
        "numbers": _numbers(poles, base, points, query),
        "legend": [
            {"stage": stage, "name": name, "y": 32 * rank}
            for rank, (stage, name) in enumerate(
                (stage, name) for stage, name in STAGE_NAMES.items() if stage in stages
            )
        ],
        "unplaced": [pole for pole in poles if pole.latitude is None],
    }


def map_in_words(poles, place=None):
    """The set told in words; see `map_sentence`. One query, none for a list."""
    return map_sentence(with_seats(poles), place)


def with_seats(poles):
    """The poles of a QuerySet as a list, with their seats; a list as it is."""
    if isinstance(poles, QuerySet):
        return list(poles.select_related("seat__departement", "seat__region"))
    return poles


def _drawn(pole, point):
    words = [pole.name, STAGE_NAMES[pole.stage], pole.seat and pole.seat.name]
    return {
        "slug": pole.slug,
        "url": pole.get_absolute_url(),
        "stage": pole.stage,
        "words": NOT_XML.sub("", ", ".join(filter(None, words))),
        "x": round(point[0]),
        "y": round(point[1]),
    }


def _points(poles, base):
    """Where each pole is drawn: at its place, a little aside when others are there."""
    points, elsewhere = [], 0
    for pole in poles:
        frame = base.frame_of(pole.latitude, pole.longitude)
        if frame:
            points.append(frame.place(pole.latitude, pole.longitude))
        else:
            points.append(_elsewhere(elsewhere))
            elsewhere += 1
    return _fanned(points)


def _elsewhere(rank):
    """The place of the nth pole that no frame shows, in lines from left to right."""
    left, top, right, _ = ELSEWHERE
    columns = int((right - left) // (2.5 * SIGN))
    row, column = divmod(rank, columns)
    return left + (column + 0.75) * 2.5 * SIGN, top + (row + 0.75) * 2.5 * SIGN


def _fanned(points):
    """Points with those that would hide each other spread around their middle."""
    groups, cells = [], defaultdict(list)
    for index, point in enumerate(points):
        column, row = (int(each // NEAR) for each in point)
        around = [(column + i, row + j) for i in (0, -1, 1) for j in (0, -1, 1)]
        near = (group for cell in around for group in cells.get(cell, ()))
        group = next((g for g in near if math.dist(points[g[0]], point) < NEAR), None)
        if group is None:
            group = []
            groups.append(group)
            cells[column, row].append(group)
        group.append(index)
    fanned = list(points)
    for group in groups:
        if len(group) == 1:
            continue
        middle = [sum(points[i][axis] for i in group) / len(group) for axis in (0, 1)]
        for index, (dx, dy) in zip(group, _fan(len(group)), strict=True):
            fanned[index] = (middle[0] + dx, middle[1] + dy)
    return fanned


def _fan(number):
    """Shifts of points around a middle: a ring up to six, then a sunflower."""
    if number <= 6:
        radius = SPACING / 2 / math.sin(math.pi / number)
        turns = [2 * math.pi * rank / number for rank in range(number)]
        return [(-radius * math.cos(turn), -radius * math.sin(turn)) for turn in turns]
    step = min(0.6 * SPACING, WIDEST_FAN / math.sqrt(number))
    golden = math.pi * (3 - math.sqrt(5))
    return [
        (
            step * math.sqrt(rank + 0.5) * math.cos(golden * rank),
            step * math.sqrt(rank + 0.5) * math.sin(golden * rank),
        )
        for rank in range(number)
    ]


def _insets(base, placed):
    """Frames with their names; the last one only for poles that no other shows."""
    boxes = [
        (inset.name, inset.frame.left, inset.frame.top, inset.frame.right)
        for inset in base.insets
    ]
    lost = [p for p in placed if not base.frame_of(p.latitude, p.longitude)]
    if lost:
        boxes.append(("Ailleurs", *ELSEWHERE[:3]))
    return [
        {"name": name, "x": left, "y": top, "middle": round((left + right) / 2)}
        for name, left, top, right in boxes
    ]


def _place(place, outline, base):
    """Outline of a territory as a path, and a ring and its name when it is small."""
    lines = base.areas.get(place.key)
    if lines is None:
        lines = [
            simplify([frame.place(*position) for position in ring], PLACE_TOLERANCE)
            for geometry in _geometries(place, outline)
            for ring in rings(geometry)
            if (frame := base.frame_of(*ring[0]))
        ]
    xs = [x for line in lines for x, _ in line]
    ys = [y for line in lines for _, y in line]
    if not xs:
        return None
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    shown = {"name": place.name, "path": path_data(lines, closed=True), "mark": None}
    if max(width, height) < SMALL_PLACE:
        x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
        radius = max(math.hypot(width, height) / 2 + 6, 2 * SIGN)
        side = "start" if x < WIDTH / 4 else "end" if x > 3 * WIDTH / 4 else "middle"
        shown["mark"] = {
            "x": round(x),
            "y": round(y),
            "radius": round(radius),
            "side": side,
            "name_y": round(y - radius - 10),
        }
    return shown


def _geometries(place, outline):
    if outline:
        return outline["geometry"]["geometries"]
    return Outline.objects.filter(territory=place).values_list("geometry", flat=True)


def _numbers(poles, base, points, query):
    """The number of poles seated in each région that has some, as links to its list."""
    counts, regions = Counter(), {}
    for pole in poles:
        if region := region_of(pole):
            counts[region.code] += 1
            regions[region.code] = region
    taken = _occupied(points)
    numbers = []
    for code, region in sorted(regions.items()):
        x, y = min(base.rooms[code], key=lambda room: _conflicts(room, taken))
        numbers.append(
            {
                "number": counts[code],
                "region": region.key,
                "url": _narrowed(query, region),
                "words": f"{count_poles(counts[code])} {located(region)}",
                "x": round(x),
                "y": round(y),
                "width": (width := 26 + 15 * len(str(counts[code]))),
                "left": round(x - width / 2),
            }
        )
    return numbers


def _narrowed(query, region):
    """Address of the list for the same search in a région."""
    parameters = QueryDict(query, mutable=True)
    for name in PLACE_PARAMETERS:
        parameters.pop(name, None)
    parameters["territoire"] = region.key
    return f"{reverse('directory:pole_list')}?{parameters.urlencode(safe=':')}"


def _occupied(points):
    """Number of points in each cell as wide as a sign."""
    taken = defaultdict(int)
    for x, y in points:
        taken[int(x // SIGN), int(y // SIGN)] += 1
    return taken


def _conflicts(room, taken):
    """How many signs a number placed there would touch."""
    across, down = (
        range(int((middle - half - SIGN) // SIGN), int((middle + half + SIGN) // SIGN))
        for middle, half in zip(room, NUMBER_ROOM, strict=True)
    )
    return sum(taken.get((i, j), 0) for i in across for j in down)
