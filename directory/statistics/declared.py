"""What poles declare of themselves: jobs, turnover, volunteers."""

from dataclasses import dataclass
from datetime import timedelta

from directory.models.figures import DECLARED

WORDS = {
    "jobs_fte": ("Emplois", "équivalents temps plein"),
    "turnover_eur": ("Chiffre d'affaires", "euros"),
    "volunteers": ("Bénévoles", "personnes"),
}


@dataclass(frozen=True)
class Declared:
    """The sum of a figure that poles declared; None when none did.

    Each pole counts by its last known value, of its whole activity. `answered`: how
    many poles gave one, among `asked`. `first` and `last`: years of these values.
    """

    name: str
    total: float | None
    answered: int
    asked: int
    first: int | None
    last: int | None

    @property
    def label(self):
        return WORDS[self.name][0]

    @property
    def unit(self):
        return WORDS[self.name][1]

    @property
    def years(self):
        """Years of the values, in words; None without any."""
        if self.first == self.last:
            return self.first and f"en {self.first}"
        return f"de {self.first} à {self.last}"


def declared(known, gathering):
    """One `Declared` for each of the three figures.

    Of years over at the date, and of the year in progress today.
    """
    over = gathering.on + timedelta(days=1)
    last_year = over.year if gathering.on >= known.today else over.year - 1
    last = {}
    for pk in gathering.acting:
        for year, *values in known.lives[pk].figures:
            if year <= last_year:
                told = zip(DECLARED, values, strict=True)
                last |= {(pk, name): (year, v) for name, v in told if v is not None}
    return [_summed(name, gathering.acting, last) for name in DECLARED]


def _summed(name, poles, last):
    told = [last[pole, name] for pole in poles if (pole, name) in last]
    years = [year for year, _ in told]
    return Declared(
        name,
        # jobs are told to a tenth, which floats would blur
        total=round(sum(value for _, value in told), 1) if told else None,
        answered=len(told),
        asked=len(poles),
        first=min(years, default=None),
        last=max(years, default=None),
    )
