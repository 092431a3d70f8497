"""A number followed from year to year, as a line with its points."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.defaultfilters import capfirst

from directory.models import DatePrecision, describe_date
from directory.projection import path_data

from .rows import Reading

WIDTH, HEIGHT = 640, 320
LEFT, RIGHT, TOP, BOTTOM = 58, 566, 34, 276
# Of the numbers beside the axis, and of the years under it.
LABELS = {"x": LEFT - 10, "y": HEIGHT - 16}
MOST_LINES = 4
# Between two labels under the axis, in years; and their number and room.
APART = (1, 2, 4, 5, 10, 20)
MOST_LABELS, LABEL_WIDTH = 6, 70
# Between a point and its number.
RISE = 16


def curve_drawing(points, *, title, note="", anchor="evolution", unit="Pôles actifs"):
    """Points [(date, number)] in the order of dates, the last one any date.

    For the template `directory/_curve.html`. The axis begins at 0; the first, the last
    and the largest numbers are written. `note`: a sentence to add to its words.
    """
    numbers = [number for _, number in points]
    step = _step(max(numbers, default=0))
    top = step * max(1, -(-max(numbers, default=0) // step))
    places = [
        (_across(on, points), BOTTOM - (BOTTOM - TOP) * number / top)
        for on, number in points
    ]
    return {
        "title": title,
        "anchor": anchor,
        "unit": unit,
        "heading": "Date",
        "words": f"{_words(points)} {note}".strip(),
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": RIGHT,
        "labels": LABELS,
        "line": path_data([places]),
        "surface": _surface(places),
        "levels": [
            {"number": level, "y": round(BOTTOM - (BOTTOM - TOP) * level / top)}
            for level in range(0, top + 1, step)
        ],
        "points": [
            {"x": round(x), "y": round(y), "date": _day(on), "number": number}
            for (x, y), (on, number) in zip(places, points, strict=True)
        ],
        "values": _values(places, numbers),
        "years": _years(points, places),
        "groups": [{"rows": [Reading(_day(on), number) for on, number in points]}],
    }


def _step(largest):
    """Between two levels: 1, 2 or 5 times a power of ten, for four levels at most."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if largest <= MOST_LINES * step:
                return step
        power *= 10


def _across(on, points):
    first, last = points[0][0], points[-1][0]
    if first == last:
        return (LEFT + RIGHT) / 2
    return LEFT + (RIGHT - LEFT) * (on - first).days / (last - first).days


def _surface(places):
    """What lies under the line, down to the axis; '' under a single point."""
    if len(places) < 2:
        return ""
    (first, _), (last, _) = places[0], places[-1]
    return path_data([[(first, BOTTOM), *places, (last, BOTTOM)]], closed=True)


def _values(places, numbers):
    """Where the first, the largest and the last numbers are written, each once."""
    if not places:
        return []
    last, largest = len(places) - 1, numbers.index(max(numbers))
    values = []
    for rank in dict.fromkeys((0, largest, last)):
        x, y = places[rank]
        if rank == last > 0:
            # beside its point, where the line ends
            values.append((x + RISE, y, "start", "0.36em", numbers[rank]))
        elif rank == 0 == last:
            values.append((x, y - RISE, "middle", "0", numbers[rank]))
        elif rank == 0:
            # off the numbers of the axis
            values.append((x - RISE / 3, y - RISE, "start", "0", numbers[rank]))
        elif numbers[rank] > numbers[last]:
            side = "start" if x < LEFT + LABEL_WIDTH else "middle"
            values.append((x, y - RISE, side, "0", numbers[rank]))
    return [
        {"x": round(x), "y": round(y), "side": side, "shift": shift, "number": number}
        for x, y, side, shift, number in values
    ]


def _years(points, places):
    """Labels under the axis: the first year, the last, and some between with room."""
    if not points:
        return []
    apart = next((a for a in APART if len(points) <= a * MOST_LABELS), len(points))
    last = len(points) - 1
    labels = [{"x": round(places[last][0]), "year": points[last][0].year}]
    for rank in range(0, last, apart):
        x = round(places[rank][0])
        if labels[0]["x"] - x >= LABEL_WIDTH:
            labels.append({"x": x, "year": points[rank][0].year})
    return labels


def _day(on):
    return describe_date(on, DatePrecision.DAY)


def _when(on):
    return f"fin {on.year}" if (on.month, on.day) == (12, 31) else f"le {_day(on)}"


def _words(points):
    """'De 2, fin 2009, à 61, le 26 novembre 2026 ; au plus 64, fin 2023.'"""
    if not points:
        return "Aucun nombre à cette date."
    first, last = points[0], points[-1]
    if len(points) == 1:
        return capfirst(f"{_when(last[0])}\u00a0: {intcomma(last[1])}.")
    if len({number for _, number in points}) == 1:
        days = f"{_when(first[0])} comme {_when(last[0])}"
        return f"Toujours {intcomma(last[1])}, {days}."
    told = f"De {_told(first)}, à {_told(last)}"
    most = max(points, key=lambda point: point[1])
    if most[1] > max(first[1], last[1]):
        told += f"\u00a0; au plus {_told(most)}"
    return f"{told}."


def _told(point):
    return f"{intcomma(point[1])}, {_when(point[0])}"
