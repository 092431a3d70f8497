"""Values of several columns or of rows apart: perimeters, dates, positions."""

import re
from datetime import date

from django.core.exceptions import ValidationError

from directory.geo import is_in_world
from directory.models import DatePrecision, Perimeter
from directory.models.dates import describe_date

from .fields import UNKNOWN, territories_of, told_territory

# where `values.prefetched` keeps them
PERIMETERS_TODAY = "perimeters_today"
PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
PRECISIONS = (DatePrecision.YEAR, DatePrecision.MONTH, DatePrecision.DAY)


class Perimeters:
    """Territories of action in force today, written as their sorted keys.

    Setting them deletes those that are left out, and adds the new ones with no date.
    """

    apart = True
    name = "perimeters"
    label = "territoires d'action"
    columns = ["perimeters"]

    def read(self, row):
        held = getattr(row, PERIMETERS_TODAY, None)
        if held is None:
            held = row.perimeters.at().select_related("territory")
        return sorted({perimeter.territory.key for perimeter in held})

    def clean(self, value):
        keys = sorted({str(key).strip() for key in value or []})
        territories_of(keys)
        return keys

    def tell(self, value):
        told = [told_territory(place) for place in territories_of(value or [])]
        return ", ".join(told) or UNKNOWN

    def set(self, row, value):
        for perimeter in row.perimeters.at().select_related("territory"):
            if perimeter.territory.key not in value:
                perimeter.delete()
        for territory in territories_of(sorted(set(value) - set(self.read(row)))):
            Perimeter.objects.create(pole=row, territory=territory)
        # what was read of them beforehand is no longer so
        row.__dict__.pop(PERIMETERS_TODAY, None)


def written(day, precision):
    """'2014', '2014-09' or '2014-09-19': no finer than what is known."""
    return day.isoformat()[: {"annee": 4, "mois": 7}.get(precision, 10)]


class PartialDate:
    """A date and its precision, written '2014', '2014-09' or '2014-09-19'."""

    apart = False

    def __init__(self, model, name):
        self.name = name
        self.label = str(model._meta.get_field(f"{name}_on").verbose_name)
        self.columns = [f"{name}_on", f"{name}_precision"]

    def read(self, row):
        day, precision = (getattr(row, column) for column in self.columns)
        return None if day is None else written(day, precision)

    def clean(self, value):
        if value in (None, ""):
            return None
        self._parsed(value)
        return str(value).strip()

    def tell(self, value):
        return describe_date(*self._parsed(value)) if value else UNKNOWN

    def set(self, row, value):
        day, precision = self._parsed(value) if value else (None, DatePrecision.YEAR)
        setattr(row, self.columns[0], day)
        setattr(row, self.columns[1], precision)

    def _parsed(self, value):
        found = PARTIAL_DATE.fullmatch(str(value).strip())
        try:
            parts = [int(part) for part in found.groups() if part]
            day = date(*[*parts, 1, 1][:3])
        except (AttributeError, ValueError) as error:
            raise ValidationError(
                "« %(value)s » n'est pas une date : 2014, 2014-09 ou 2014-09-19.",
                code="date",
                params={"value": value},
            ) from error
        return day, PRECISIONS[len(parts) - 1]


class Position:
    """A point: {'latitude': …, 'longitude': …}, and 'precision' where it is kept."""

    apart = False
    name = "position"
    label = "position"

    def __init__(self, precisions=()):
        self.precisions = dict(precisions)
        self.columns = ["latitude", "longitude"]
        self.columns += ["position_precision"] if precisions else []

    def read(self, row):
        if row.latitude is None:
            return None
        point = {"latitude": row.latitude, "longitude": row.longitude}
        return point | (
            {"precision": row.position_precision} if self.precisions else {}
        )

    def clean(self, value):
        if not value:
            return None
        try:
            point = {part: float(value[part]) for part in self.columns[:2]}
        except (KeyError, TypeError, ValueError):
            point = None
        if point is None or not is_in_world(point["latitude"], point["longitude"]):
            raise ValidationError(
                "Une position est une latitude et une longitude.", code="position"
            )
        if not self.precisions:
            return point
        if value.get("precision") not in self.precisions:
            raise ValidationError(
                "Une position a une précision : %(known)s.",
                code="precision",
                params={"known": ", ".join(self.precisions)},
            )
        return point | {"precision": value["precision"]}

    def tell(self, value):
        if not value:
            return UNKNOWN
        told = f"{value['latitude']:.5f} ; {value['longitude']:.5f}".replace(".", ",")
        precision = self.precisions.get(value.get("precision"))
        return f"{told} ({precision})" if precision else told

    def set(self, row, value):
        value = value or {}
        row.latitude, row.longitude = value.get("latitude"), value.get("longitude")
        if self.precisions:
            row.position_precision = value.get("precision")
