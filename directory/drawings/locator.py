"""Where a small territory lies, and the poles seated there."""

from functools import cache

from django.utils.html import format_html

from directory.base_drawing import OVERSEAS, draw_base
from directory.models import UNKNOWN, Stage, Territory, stage_name
from directory.projection import area, path_data, simplify
from directory.words import count_poles, sit

from . import sheets
from .points import fanned
from .shapes import joined
from .signs import signs

# Of France in a corner, a tenth as wide as a page.
COARSE, SMALLEST = 9, 300


def locator_drawing(territory, communes, poles, *, title, anchor="situation"):
    """An EPCI and its communes, or a commune among those of its EPCI, and poles.

    For the template `directory/_locator.html`. `communes` are those of the EPCI, the
    commune itself where it has none; `poles`, as a census or `with_seats` gives them,
    are those seated in the territory. None when no outline is known. One query the
    first time that any territory of the EPCI is drawn, then none.
    """
    is_commune = territory.level == Territory.Level.COMMUNE
    whole = (territory.epci_id if is_commune else None) or territory.pk
    parts = (place.pk for place in communes)
    sheet = sheets.plain_sheet(whole, parts, territory.vintage)
    if sheet is None or (is_commune and territory.pk not in sheet.shapes):
        return None
    placed = [
        pole
        for pole in poles
        if pole.latitude is not None
        and sheet.frame.holds(pole.latitude, pole.longitude)
    ]
    points = [sheet.frame.place(pole.latitude, pole.longitude) for pole in placed]
    return {
        "title": title,
        "anchor": anchor,
        "words": _words(poles, placed),
        "width": sheets.WIDTH,
        "height": sheet.height,
        "communes": _communes(communes, sheet),
        "territory": sheet.shapes[territory.pk].path if is_commune else sheet.outer,
        "signs": signs(placed, fanned(points), ids=f"{anchor}-signe"),
        "legend": _legend(placed),
        "france": _in_france(territory),
    }


def _communes(communes, sheet):
    """The shapes of communes with their names."""
    return joined(
        format_html(
            '<path d="{}"><title>{}</title></path>',
            sheet.shapes[place.pk].path,
            place.name,
        )
        for place in communes
        if place.pk in sheet.shapes
    )


def _legend(poles):
    stages = {pole.stage for pole in poles}
    return [
        {"stage": stage or UNKNOWN, "name": stage_name(stage)}
        for stage in (*Stage.values, None)
        if stage in stages
    ]


def _words(poles, placed):
    if not poles:
        return "Aucun pôle connu n'y siège."
    told = f"{count_poles(len(poles))} y {sit(len(poles))}"
    if lost := len(poles) - len(placed):
        told += f", dont {lost} que la carte ne place pas"
    return f"{told}."


def _in_france(territory):
    """The mainland and a point on it; None elsewhere, or without a position."""
    if territory.latitude is None:
        return None
    base = draw_base()
    if base.frame_of(territory.latitude, territory.longitude) is not base.mainland:
        return None
    x, y = base.mainland.place(territory.latitude, territory.longitude)
    return {"path": _mainland(), "x": round(x), "y": round(y)}


@cache
def _mainland():
    """The outline of the mainland, without what shows only on a larger map."""
    outlines = [
        outline
        for key, outline in draw_base().areas.items()
        if key.startswith("region:") and key.partition(":")[2] not in OVERSEAS
    ]
    return path_data(
        [
            simplify(line, COARSE)
            for outline in outlines
            for line in outline
            if area(line) > SMALLEST
        ],
        closed=True,
    )
