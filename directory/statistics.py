"""Counts, each with its rule in its docstring; pages tell date, scope and rule."""

from django.db.models import Count, Exists, OuterRef, Q

from .models import Perimeter, Pole, StageRecord, Structure, Territory


def directory_figures(on=None):
    """Figures of the whole directory at a date (today if None), over published poles.

    `poles`: all of them. `active`: not known to be asleep or closed. `perimeters`:
    those whose territory of action is known. `confirmed`: confirmed by someone.
    `seats`: those whose commune is known. `structures`: distinct members.
    """
    poles = Pole.objects.published()
    known = Exists(Perimeter.objects.at(on).filter(pole=OuterRef("pk")))
    figures = poles.annotate(has_perimeter=known).aggregate(
        poles=Count("pk"),
        perimeters=Count("pk", filter=Q(has_perimeter=True)),
        confirmed=Count("pk", filter=Q(confirmed_on__isnull=False)),
        seats=Count("pk", filter=Q(seat__level=Territory.Level.COMMUNE)),
        regions=Count("seat__region", distinct=True),
    )
    return figures | {
        "active": poles.active(on).count(),
        "structures": Structure.objects.in_published_poles().count(),
    }


def stage_years():
    """First and last year of the sources that tell a stage; (None, None) if none."""
    years = StageRecord.objects.filter(pole__publication="publie").dates("on", "year")
    years = list(years)
    return (years[0].year, years[-1].year) if years else (None, None)
