"""The date that a page is asked for: `?au=2016-01-01`."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from directory.models import DatePrecision, describe_date
from directory.statistics import FIRST_YEAR

FIRST_DAY = date(FIRST_YEAR, 1, 1)


@dataclass(frozen=True)
class Moment:
    """The date of a page; `past` tells that it was asked, and is not today.

    `problem`: why what was asked is not answered, in words; the moment is then today.
    """

    on: date
    past: bool = False
    problem: str | None = None

    @property
    def words(self):
        """'1er janvier 2016'."""
        return describe_date(self.on, DatePrecision.DAY)

    @property
    def query(self):
        """What an address keeps of it: 'au=2016-01-01', or '' today."""
        return f"au={self.on.isoformat()}" if self.past else ""


def moment_asked(request):
    """The moment of a request; today when it asks for none, or for none that can be."""
    today = timezone.localdate()
    text = request.GET.get("au", "").strip()
    if not text:
        return Moment(today)
    try:
        on = _read(text, today)
    except ValueError:
        shown = text[:40].replace("\0", "")
        words = f"« {shown} » n'est pas une date : écrivez par exemple 2016-01-01."
        return Moment(today, problem=words)
    if on > today:
        return Moment(today, problem="Cette date est à venir.")
    if on < FIRST_DAY:
        words = f"Les nombres ne remontent pas avant {FIRST_YEAR}."
        return Moment(today, problem=words)
    return Moment(on, past=on < today)


def _read(text, today):
    """The date that a text tells; a year is its last day, or today. ValueError else."""
    if text.isdecimal() and len(text) == 4:
        return min(date(int(text), 12, 31), max(today, date(int(text), 1, 1)))
    return date.fromisoformat(text)
