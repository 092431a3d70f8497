"""Latitude and longitude: two number inputs, which a script turns into a map too."""

from django import forms
from django.conf import settings
from django.templatetags.static import static

BOUNDS = {"latitude": 90, "longitude": 180}


class PositionInput(forms.NumberInput):
    """Input of degrees; the latitude's carries what the map of both needs."""

    def __init__(self, part):
        bound = BOUNDS[part]
        attrs = {"data-position": part, "min": -bound, "max": bound, "step": "any"}
        super().__init__(attrs)

    def build_attrs(self, base_attrs, extra_attrs=None):
        attrs = super().build_attrs(base_attrs, extra_attrs)
        if attrs["data-position"] == "latitude":
            attrs |= {
                "data-base": static("geo/france.json"),
                "data-tiles": settings.TILES_URL,
                "data-attribution": settings.TILES_ATTRIBUTION,
                "data-max-zoom": settings.TILES_MAX_ZOOM,
            }
        return attrs

    @property
    def media(self):
        return forms.Media(
            css={"all": ["leaflet/leaflet.css", "css/map.css"]},
            js=[
                "leaflet/leaflet.js",
                forms.Script("js/position-widget.js", type="module"),
            ],
        )


class PositionFields:
    """Admin page of rows with a latitude and a longitude."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in BOUNDS:
            kwargs["widget"] = PositionInput(db_field.name)
            kwargs["help_text"] = "En degrés, par exemple : " + (
                "47.21837." if db_field.name == "latitude" else "-1.55362."
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)
