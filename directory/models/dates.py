"""Dates known to the day, the month or only the year."""

from django.db import models
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


def describe_date(date, precision):
    """Return the date in French words, no finer than what is known.

    '19 septembre 2014', 'septembre 2014' or '2014'; None for an unknown date.
    """
    if date is None:
        return None
    formats = {DatePrecision.DAY: "j F Y", DatePrecision.MONTH: "F Y"}
    return date_format(date, formats.get(precision, "Y"))
