"""Five tones for a number of poles, the same on every map, so that maps compare."""

from bisect import bisect_right
from typing import NamedTuple


class Tone(NamedTuple):
    """A class of numbers: its words, its colour, and the colour of ink on it.

    No colour means hatched.
    """

    words: str
    fill: str | None
    ink: str


# as far apart in grey as in green
TONES = [
    Tone("aucun pôle connu", None, "#1e2a2c"),
    Tone("1 pôle", "#d3e3da", "#1e2a2c"),
    Tone("2 ou 3", "#98c0b1", "#1e2a2c"),
    Tone("4 à 7", "#3f7c6c", "#fff"),
    Tone("8 et plus", "#0a4439", "#fff"),
]
FIRSTS = (1, 2, 4, 8)


def tone(number):
    """The tone of a number of poles."""
    return TONES[bisect_right(FIRSTS, number)]


def fill(number, anchor):
    """Value of the attribute `fill` of an area in the drawing that has an anchor."""
    return _fill(tone(number), anchor)


def legend(anchor):
    """All tones in words, the smallest first; the same whatever is drawn."""
    return [{"words": each.words, "fill": _fill(each, anchor)} for each in TONES]


def _fill(each, anchor):
    return each.fill or f"url(#{anchor}-hachures)"
