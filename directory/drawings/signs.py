"""Poles as SVG: a sign each, that leads to its sheet, or mere dots."""

import re
from functools import lru_cache

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from directory.models import UNKNOWN, stage_name

NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def signs(poles, points, *, ids="signe"):
    """A link for each pole, named with its stage and town, that draws its sign.

    The drawing defines the signs under names that begin by `ids`.
    """
    return mark_safe(
        "".join(
            f"{_sign(ids, pole.slug, pole.name, pole.stage, seat and seat.name)}"
            f' x="{round(x)}" y="{round(y)}" /></a>'
            for pole, (x, y) in zip(poles, points, strict=True)
            for seat in [pole.seat]
        )
    )


@lru_cache(maxsize=20_000)
def _sign(ids, slug, name, stage, town):
    """The link of a pole up to where its sign is."""
    return format_html(
        '<a href="{}" data-pole="{}"><title>{}</title><use href="#{}-{}"',
        reverse("directory:pole_detail", args=[slug]),
        slug,
        NOT_XML.sub("", ", ".join(filter(None, [name, stage_name(stage), town]))),
        ids,
        stage or UNKNOWN,
    )


def dots(points):
    """Points as the `d` of a path whose line has round ends."""
    return "".join(f"M{round(x)} {round(y)}h0" for x, y in points)
