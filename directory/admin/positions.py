"""Latitude and longitude: two inputs, which a script turns into a map too."""

from django import forms
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html

from directory.geo import distance_km

BOUNDS = {"latitude": 90, "longitude": 180}


class PositionInput(forms.TextInput):
    """Input of degrees; the latitude's carries what the map of both needs.

    A number input would silently drop a comma, which the French write.
    """

    def __init__(self, part):
        super().__init__({"data-position": part, "inputmode": "decimal"})

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
            css={"all": ["leaflet/leaflet.css", "css/map.css", "css/admin-place.css"]},
            js=[
                "leaflet/leaflet.js",
                forms.Script("js/position-widget.js", type="module"),
            ],
        )


class DegreesField(forms.FloatField):
    """Degrees, with a decimal comma or point."""

    def to_python(self, value):
        return super().to_python(
            value.replace(",", ".") if isinstance(value, str) else value
        )


class PositionFields:
    """Admin page of rows with a latitude and a longitude.

    `placing_door` names the page that places a row from its address, if there is one.
    """

    placing_door = None

    def get_form(self, request, obj=None, change=False, **kwargs):
        """With a link to that page, and for scripts the addresses to ask of."""
        form = super().get_form(request, obj, change, **kwargs)
        parts = [form.base_fields.get(part) for part in BOUNDS]
        if all(parts):
            parts[0].widget.attrs["data-outlines"] = reverse("curation:outlines")
        if self.placing_door and all(parts):
            latitude, longitude = parts
            latitude.widget.attrs["data-search"] = reverse("curation:search_address")
            if obj:
                longitude.help_text = format_html(
                    '{} <a href="{}">{}</a>',
                    longitude.help_text,
                    reverse(self.placing_door, args=[obj.pk]),
                    "Situer à partir de l'adresse",
                )
        return form

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in BOUNDS:
            bound = BOUNDS[db_field.name]
            kwargs |= {"form_class": DegreesField, "min_value": -bound}
            kwargs["max_value"] = bound
            kwargs["widget"] = PositionInput(db_field.name)
            kwargs["help_text"] = "En degrés, par exemple : " + (
                "47,21837." if db_field.name == "latitude" else "-1,55362."
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def seat_distance_km(pole):
    """From the point of a pole to the town hall of its seat; None if not both known."""
    points = [pole, pole.seat]
    if not all(point and point.latitude is not None for point in points):
        return None
    (lat1, lon1), (lat2, lon2) = ((one.latitude, one.longitude) for one in points)
    return distance_km(lat1, lon1, lat2, lon2)
