"""Areas of a map as SVG: a path each, and the room that a number finds inside."""

import math
from typing import NamedTuple

from django.utils.html import format_html, mark_safe

from directory.projection import area, path_data

from .tones import fill, tone

# Sizes of numbers in units of a drawing 1,000 wide: on a page, where a unit is about
# 0.6 pixel, and on a phone, where it is a third of one. In step with territory.css.
NUMBER_SIZE, PHONE_SIZE = 22, 32
# in sizes of the number
DIGIT_WIDTH, DIGIT_HEIGHT = 0.6, 0.74
BREATH = 4
# Levels where a number is tried, as parts of the height of an area, the middle first.
LEVELS = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82]
# Half the width that two digits take.
ENOUGH = 2 * DIGIT_WIDTH * PHONE_SIZE / 2 + BREATH


class Room(NamedTuple):
    """The middle of a number inside an area, and half the width that it may take there.

    `on_phone` is that of a number in the size of phones.
    """

    x: float
    y: float
    half: float
    on_phone: float


class Shape(NamedTuple):
    path: str
    room: Room


def shape(lines, covered=()):
    """The shape of closed lines; its number keeps off what others cover."""
    return Shape(path_data(lines, closed=True), _room(lines, covered))


def _room(lines, covered):
    """The first level across the largest line with room enough, else the widest."""
    ys = [y for _, y in max(lines, key=area)]
    top, bottom = min(ys), max(ys)
    best = Room(0, 0, 0, 0)
    for level in LEVELS:
        y = top + (bottom - top) * level
        bands = _bands(lines, covered, y, NUMBER_SIZE)
        left, right = max(bands, key=_length, default=(0, 0))
        if right - left > 2 * best.half:
            x = (left + right) / 2
            on_phone = _around(x, _bands(lines, covered, y, PHONE_SIZE))
            best = Room(x, y, x - left, on_phone)
        if best.on_phone >= ENOUGH:
            break
    return best


def _around(x, bands):
    """How far a band reaches on both sides of a point; 0 when none holds it."""
    return max((min(x - left, right - x) for left, right in bands), default=0)


def _bands(lines, covered, y, size):
    """From where to where a number in some size lies inside lines, and is not covered.

    What it touches is told at its top, its middle and its foot.
    """
    half = DIGIT_HEIGHT * size / 2
    bands = [(-math.inf, math.inf)]
    for level in (y - half, y, y + half):
        bands = _common(bands, _spans(lines, level))
        if covered:
            bands = _common(bands, _outside(_spans(covered, level)))
    return bands


def _common(some, others):
    """Parts that two lists of spans have in common."""
    return [
        (max(left, start), min(right, end))
        for left, right in some
        for start, end in others
        if max(left, start) < min(right, end)
    ]


def _outside(spans):
    """What lies between spans, and on both sides of them."""
    edges = [-math.inf, *(edge for span in spans for edge in span), math.inf]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _length(band):
    return band[1] - band[0]


def _spans(lines, y):
    """From where to where a level line lies inside closed lines, from west to east."""
    crossings = []
    for line in lines:
        x1, y1 = line[-1]
        for x2, y2 in line:
            if (y1 <= y) != (y2 <= y):
                crossings.append(x1 + (y - y1) * (x2 - x1) / (y2 - y1))
            x1, y1 = x2, y2
    crossings.sort()
    return list(zip(crossings[::2], crossings[1::2], strict=True))


def link(row, inside):
    """The link of a territory around parts of a drawing, named with its number."""
    return format_html(
        '<a href="{}"><title>{}</title>{}</a>', row.url, row.label, inside
    )


def toned(each, row, anchor):
    """A shape in the tone of its number, which is written there; without a name."""
    return _toned(each, row, anchor, "")


def titled(each, row, anchor):
    """As `toned`, with the name and number of the territory."""
    return _toned(each, row, anchor, format_html("<title>{}</title>", row.label))


def _toned(each, row, anchor, title):
    return format_html(
        '<path fill="{}" d="{}">{}</path>{}',
        fill(row.number, anchor),
        each.path,
        title,
        written(each.room, row.number),
    )


def written(room, number):
    """A number in its area; '' when it is 0 or has no room, even in a large drawing."""
    if not number or room.half < _half(number, NUMBER_SIZE):
        return ""
    has_room = room.on_phone >= _half(number, PHONE_SIZE)
    return format_html(
        '<text x="{}" y="{}" dy=".36em" fill="{}" stroke="none"{}>{}</text>',
        round(room.x),
        round(room.y),
        tone(number).ink,
        "" if has_room else mark_safe(' class="is-tight"'),
        number,
    )


def _half(number, size):
    return len(str(number)) * DIGIT_WIDTH * size / 2 + BREATH


def joined(parts):
    """Parts of a drawing made by the functions of this module, one after the other."""
    return mark_safe("".join(parts))
