"""The régions of France as links, from the base drawing, and the numbers in them."""

from functools import cache

from django.utils.html import format_html

from directory.base_drawing import INSET_BOTTOM, OVERSEAS, draw_base
from directory.projection import Frame, path_data

from .shapes import joined, link, shape, titled

# The départements around Paris hold no number: they are drawn once more, enlarged.
CROWN_REGION = "11"
CROWN = ("75", "92", "93", "94")
CROWN_NAME = "Grand Paris"
CROWN_BOX = (16, 16, 206, 210)
NAME_HEIGHT, NAME_RISE, MARGIN = 34, 11, 12
# The second line shows where the keyboard is.
RING = (
    '<g class="picture-ring" fill="none" stroke="#6f6a58" stroke-width="1.8">'
    '<path id="{id}" d="{path}" /></g>'
    '<use class="picture-focus" href="#{id}" fill="none" stroke="none" />'
)
INSET = (
    '<path fill="#fbfaf5" stroke="none" d="{path}" />'
    '<text class="picture-name" x="{x}" y="{y}" font-size="23" font-weight="400"'
    ' stroke="none" fill="#586568">{name}</text>'
)


def region_link(region, departements, anchor):
    """The link of a région: its départements, toned and named, under its outline."""
    parts = [
        _inset(region.code),
        *(titled(each, row, anchor) for row, each in _shown(departements)),
        format_html(RING, id=f"{anchor}-{region.code}", path=_ring(region.code)),
    ]
    return link(region, joined(parts))


def _shown(rows):
    """Rows of départements with their shapes; those around Paris come twice."""
    shapes = france_shapes()
    for row in rows:
        yield row, shapes[row.code]
    for row in rows:
        if row.code in CROWN:
            yield row, shapes[f"{row.code}+"]


@cache
def france_shapes():
    """Shapes of départements by code; by code and '+', the enlarged ones."""
    outlines = {
        key.partition(":")[2]: outline
        for key, outline in draw_base().areas.items()
        if key.startswith("departement:")
    }
    crown = {code: outlines[code] for code in CROWN}
    enlarge = _into_box([p for lines in crown.values() for line in lines for p in line])
    larger = {
        f"{code}+": [[enlarge(*point) for point in line] for line in lines]
        for code, lines in crown.items()
    }
    return {code: shape(lines) for code, lines in (outlines | larger).items()}


def _into_box(points):
    """A function that moves points so that some fill the box of the enlarged ones."""
    left, top, right, bottom = CROWN_BOX
    frame = Frame.around(
        points,
        (left, top, right, bottom - NAME_HEIGHT),
        origin=(0, 0),
        project=lambda x, y: (x, y),
        margin=MARGIN,
    )
    return frame.place


@cache
def _inset(code):
    """The frame of a région with its name, which leads there too; '' without one."""
    box, name = _box(code)
    if box is None:
        return ""
    left, _, right, bottom = box
    return format_html(
        INSET,
        path=_rectangle(box),
        x=round((left + right) / 2),
        y=round(bottom - NAME_RISE),
        name=name,
    )


@cache
def _ring(code):
    """The path around a région: its outline, or its frame when it lies overseas."""
    box, _ = _box(code)
    frame = _rectangle(box) if box else ""
    if code in OVERSEAS:
        return frame
    return path_data(draw_base().areas[f"region:{code}"], closed=True) + frame


def _box(code):
    """The sides of the frame that a région has for itself, and its name, or Nones."""
    if code == CROWN_REGION:
        return CROWN_BOX, CROWN_NAME
    if code not in OVERSEAS:
        return None, None
    inset = draw_base().insets[OVERSEAS.index(code)]
    frame = inset.frame
    return (frame.left, frame.top, frame.right, INSET_BOTTOM), inset.name


def _rectangle(box):
    left, top, right, bottom = map(round, box)
    return f"M{left} {top}H{right}V{bottom}H{left}z"
