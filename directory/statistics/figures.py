"""Figures of the whole directory."""

from django.db.models import Case, Count, Exists, OuterRef, Q, When

from directory.models import Membership, Perimeter, Pole, Territory, remembered


def directory_figures(on=None):
    """Figures of the whole directory at a date (today if None), over published poles.

    `poles`: all of them. `active`: not known to be asleep or closed. `perimeters`:
    those whose territory of action is known. `confirmed`: confirmed by someone.
    `regions`: those that hold at least a seat. `structures`: distinct members at the
    date. Publication and confirmation are those of today: they have no past.
    """
    poles = Pole.objects.published()
    seat_region = Case(
        When(seat__level=Territory.Level.REGION, then="seat"), default="seat__region"
    )
    members = Membership.objects.at(on).filter(pole__in=poles)
    known = Exists(Perimeter.objects.at(on).filter(pole=OuterRef("pk")))
    figures = poles.annotate(has_perimeter=known).aggregate(
        poles=Count("pk"),
        perimeters=Count("pk", filter=Q(has_perimeter=True)),
        confirmed=Count("pk", filter=Q(confirmed_on__isnull=False)),
        regions=Count(seat_region, distinct=True),
    )
    return figures | {
        "active": poles.active(on).count(),
        "structures": members.values("structure").distinct().count(),
    }


figures_of_today = remembered(directory_figures)
