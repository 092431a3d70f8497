"""What poles declare of themselves: jobs, turnover, volunteers."""

from dataclasses import dataclass

from directory.models import YearlyFigures

DECLARED = ("jobs_fte", "turnover_eur", "volunteers")


@dataclass(frozen=True)
class Declared:
    """The sum of a figure that poles declared; None when none did.

    Each pole counts by its last known value, of its whole activity. `answered`: how
    many poles gave one, among `asked`. `first` and `last`: years of these values.
    """

    name: str
    total: int | None
    answered: int
    asked: int
    first: int | None
    last: int | None


def declared(gatherings):
    """For each gathering, one `Declared` for each of the three figures; one query."""
    every = {pk for gathering in gatherings for pk in gathering.acting}
    latest = gatherings[0].on.year if gatherings else 0
    rows = (
        YearlyFigures.objects.filter(pole__in=every, year__lte=latest)
        .order_by("year")
        .values_list("pole_id", "year", *DECLARED)
    )
    last = {}
    for pole, year, *values in rows:
        for name, value in zip(DECLARED, values, strict=True):
            if value is not None:
                last[pole, name] = (year, value)
    return [
        [_summed(name, gathering.acting, last) for name in DECLARED]
        for gathering in gatherings
    ]


def _summed(name, poles, last):
    told = [last[pole, name] for pole in poles if (pole, name) in last]
    years = [year for year, _ in told]
    return Declared(
        name,
        total=sum(value for _, value in told) if told else None,
        answered=len(told),
        asked=len(poles),
        first=min(years, default=None),
        last=max(years, default=None),
    )
