"""Outlines of territories as GeoJSON, read for drawings or as they are for maps."""

import json

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.safestring import mark_safe

from directory.models import Outline

# As `json_script` does: nothing can end the script, nor begin another.
ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}


def territories_outline(territories):
    """Names and outlines of territories as one GeoJSON geometry; None when unknown.

    One query, that also reads the territories when they are a QuerySet.
    """
    territories = list(territories)
    geometries = list(_outlines(territories).values_list("geometry", flat=True))
    if not geometries:
        return None
    return {
        "nom": _names(territories),
        "geometry": {"type": "GeometryCollection", "geometries": geometries},
    }


def outline_text(territories):
    """As `territories_outline`, as JSON that a script element may hold; '' for None.

    The geometries go through as they are kept: that of a région, 100 kB, is not read
    only to be written again.
    """
    territories = list(territories)
    kept = _outlines(territories).annotate(text=Cast("geometry", TextField()))
    geometries = ",".join(kept.values_list("text", flat=True)).replace(" ", "")
    if not geometries:
        return ""
    name = json.dumps(_names(territories))
    collection = f'{{"type":"GeometryCollection","geometries":[{geometries}]}}'
    told = f'{{"nom":{name},"geometry":{collection}}}'
    return mark_safe(told.translate(ESCAPES))


def _outlines(territories):
    return Outline.objects.filter(territory__in=territories)


def _names(territories):
    return ", ".join(territory.name for territory in territories)
