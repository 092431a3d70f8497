"""A set of poles on a map, for the templates of its SVG, and the same told in words."""

import math
from collections import Counter

from django.db.models import QuerySet
from django.urls import reverse

from directory.base_drawing import ELSEWHERE, HEIGHT, WIDTH, draw_base
from directory.models import Outline, Stage, stage_name
from directory.prepositions import located
from directory.projection import path_data, rings, simplify
from directory.words import count_poles, map_sentence, region_of, sit

from .points import SIGN, fanned, freest, occupied, on_paper, points_of
from .signs import dots, signs

PLACE_TOLERANCE = 0.8
SMALL_PLACE = 44


def poles_drawing(
    poles,
    *,
    place=None,
    answers=None,
    narrowed=False,
    outline=None,
    links="",
    complete=None,
    most_signs=math.inf,
):
    """What the templates `_pole_map.svg` and `_drawing.html` draw of a set of poles.

    `poles` is a QuerySet annotated by `with_stage`, or a list from `with_seats` or the
    census; `place`, `answers` and `narrowed` are those of `map_sentence`; `outline` is
    what `territories_outline` tells of the place; `links` the address of the page, up
    to where a territory may be added to it. At most two queries: the poles unless they
    come as a list, and the outline of the place unless it is given.

    Every pole that has a point is drawn, and no other: by a sign that leads to its
    sheet, or as a mere dot where there are more than `most_signs`; `complete` is then
    told, the address of the drawing with all signs. The others count in the number of
    their région, and are listed in `unplaced` beside signs.
    """
    poles, base = with_seats(poles), draw_base()
    placed = [pole for pole in poles if pole.latitude is not None]
    is_dense = len(placed) > most_signs
    points = points_of(placed) if is_dense else fanned(points_of(placed))
    return {
        **_paper(base, placed),
        **_signs(placed, points, is_dense),
        "title": _title(place),
        "words": map_sentence(poles, place, answers, narrowed=narrowed),
        "place": _place(place, outline, base) if place else None,
        "complete": complete if is_dense else None,
        "numbers": _numbers(poles, base, points, links),
        "unplaced": [p for p in poles if p.latitude is None and not is_dense],
    }


def _paper(base, placed):
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "land": base.land,
        "borders": base.borders,
        "insets": _insets(base, placed),
    }


def _signs(placed, points, is_dense):
    return {
        "points": [(round(x), round(y)) for x, y in points],
        "signs": "" if is_dense else signs(placed, points),
        "dots": dots(points) if is_dense else "",
        "legend": [] if is_dense else _legend(placed),
    }


def _title(place):
    where = f" qui agissent ou siègent {located(place)}" if place else ""
    return f"Les pôles{where}"


def _legend(poles):
    stages = {pole.stage for pole in poles}
    present = [stage for stage in (*Stage.values, None) if stage in stages]
    return [
        {"stage": stage, "name": stage_name(stage), "y": 32 * rank}
        for rank, stage in enumerate(present)
    ]


def with_seats(poles):
    """The poles of a QuerySet as a list, with their seats; a list as it is."""
    if isinstance(poles, QuerySet):
        return list(poles.select_related("seat__departement", "seat__region"))
    return poles


def _insets(base, placed):
    """Frames with their names; the last one only for poles that no other shows."""
    boxes = [
        (inset.name, inset.frame.left, inset.frame.top, inset.frame.right)
        for inset in base.insets
    ]
    if any(on_paper(pole.latitude, pole.longitude) is None for pole in placed):
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


def _numbers(poles, base, points, links):
    """The number of poles seated in each région that has some.

    Each is a link to the same page for that région, which also tells the poles that
    act there from elsewhere.
    """
    counts, regions = Counter(), {}
    for pole in poles:
        if region := region_of(pole):
            counts[region.code] += 1
            regions[region.code] = region
    taken = occupied(points)
    links = links or f"{reverse('directory:pole_list')}?"
    numbers = []
    for code, region in sorted(regions.items()):
        x, y = freest(base.rooms[code], taken)
        numbers.append(
            {
                "number": counts[code],
                "region": region.key,
                "url": f"{links}territoire={region.key}",
                "words": f"{count_poles(counts[code])} {sit(counts[code])} "
                f"{located(region)}",
                "x": round(x),
                "y": round(y),
                "width": (width := 26 + 15 * len(str(counts[code]))),
                "left": round(x - width / 2),
            }
        )
    return numbers
