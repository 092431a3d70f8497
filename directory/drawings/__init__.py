"""Pictures made by the server, as data for the templates of an SVG.

Poles and territories on our own outlines of France, numbers as bars or as a curve.
"""

from .bars import Bar, bars_drawing
from .choropleth import france_drawing, intercommunalities_drawing
from .curve import curve_drawing
from .locator import locator_drawing
from .poles import poles_drawing, with_seats
from .sheets import as_json, draw_sheet

__all__ = [
    "as_json",
    "draw_sheet",
    "Bar",
    "bars_drawing",
    "curve_drawing",
    "france_drawing",
    "intercommunalities_drawing",
    "locator_drawing",
    "poles_drawing",
    "with_seats",
]
