"""Pictures of sets of poles, for pages of the site that are not of the directory."""

from django import template

from directory.drawings import bars_drawing, poles_drawing
from directory.representations.points import pole_point, row_of

register = template.Library()
# More signs would hide each other.
MOST_SIGNS = 400


@register.simple_tag
def pole_points(poles):
    """What `_map.html` reads of poles of the census: those that have a point."""
    return [pole_point(row_of(pole)) for pole in poles if pole.latitude is not None]


@register.simple_tag
def drawn_poles(poles, address=None):
    """Poles of the census as `_drawing.html` draws them; see `poles_drawing`.

    `address` is that of a list of them, with its query: the number of a région leads
    to that list there. None when there is none.
    """
    links = f"{address}&" if address else ""
    return poles_drawing(poles, narrowed=True, links=links, most_signs=MOST_SIGNS)


@register.simple_tag
def drawn_bars(rows, title, heading, unit, anchor):
    """Rows [(label, number)] as `_bars.html` draws them; see `bars_drawing`."""
    return bars_drawing(rows, title=title, heading=heading, unit=unit, anchor=anchor)
