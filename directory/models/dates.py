"""Dates known to the day, the month or only the year."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format


class DatePrecision(models.TextChoices):
    DAY = "jour", "au jour près"
    MONTH = "mois", "au mois près"
    YEAR = "annee", "à l'année près"


def precision_field(verbose_name="précision"):
    return models.CharField(
        verbose_name,
        max_length=5,
        choices=DatePrecision,
        default=DatePrecision.YEAR,
    )


def precision_name(date_name):
    """Name of the field that tells how precise a date is: 'on' has 'precision'."""
    stem = date_name.removesuffix("on").rstrip("_")
    return f"{stem}_precision" if stem else "precision"


def in_force(on=None, path=""):
    """Condition: a fact with `since` and `until` holds at a date (today if None).

    NULL `since` means since the known beginning, NULL `until` not known to be over.
    `path` leads to the fact ('memberships__' from a structure).
    """
    on = on or timezone.localdate()
    begun = Q(**{f"{path}since__isnull": True}) | Q(**{f"{path}since__lte": on})
    lasts = Q(**{f"{path}until__isnull": True}) | Q(**{f"{path}until__gt": on})
    return begun & lasts


def describe_date(date, precision):
    """Return the date in French words, no finer than what is known.

    '1er septembre 2014', 'septembre 2014' or '2014'; None for an unknown date.
    """
    if date is None:
        return None
    formats = {
        DatePrecision.DAY: "j\\e\\r F Y" if date.day == 1 else "j F Y",
        DatePrecision.MONTH: "F Y",
    }
    return date_format(date, formats.get(precision, "Y"))


def describe_moment(date, precision):
    """When something happened: 'le 1er septembre 2014', 'en 2014'; None if unknown."""
    if date is None:
        return None
    preposition = "le" if precision == DatePrecision.DAY else "en"
    return f"{preposition} {describe_date(date, precision)}"


def describe_origin(date, precision):
    """What a fact is of: 'du 19 septembre 2014', 'd'avril 2014', 'de 2014'."""
    if date is None:
        return None
    words = describe_date(date, precision)
    if precision == DatePrecision.DAY:
        return f"du {words}"
    return f"d'{words}" if words[0] in "ao" else f"de {words}"
