"""Which poles sit and act on a territory at a date, and since when there have been."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from directory.models import Territory

FIVE_YEARS = timedelta(days=1826)
FIRST_YEAR = 2009
"""Year of the first definitions of a PTCE: counts go no further back, though some poles
were created before."""


@dataclass(frozen=True)
class Gathering:
    """Ids of published poles around a territory (France when None), in name order.

    Each pole counts once. `acting`: active at the date, and acting on the territory by
    the rule of `Pole.objects.acting_on`. Of these, `seated`: those whose seat lies
    within; `reaching`: those whose perimeter shares a commune with it; `regional`:
    those that only a whole région of their perimeter leads there; `located`: those
    whose perimeter is known, here or elsewhere.
    `stale`: those whose stage nothing has told in the five years before the date.
    `over`: those that act there and are asleep or closed. `undated`: the others that
    nothing dates the beginning of, so that they count at no past date.
    """

    territory: Territory | None
    on: date
    acting: list[int]
    seated: frozenset[int]
    reaching: frozenset[int]
    regional: frozenset[int]
    located: frozenset[int]
    stale: frozenset[int]
    over: list[int]
    undated: list[int]
    stages: Counter
    years: list[tuple[date, int]]


def gather(known, territory, on):
    """The gathering of a territory at a date, from a chronicle."""
    ever = [
        life for life in known.lives.values() if known.ever_acts_on(life, territory)
    ]
    around = [life for life in ever if known.acts_on(life, territory, on)]
    acting = [life for life in around if life.pk in known.active(on)]
    return Gathering(
        territory,
        on,
        acting=[life.pk for life in acting],
        seated=_ids(life for life in acting if known.sits_in(life, territory)),
        reaching=_ids(life for life in acting if known.reaches(life, territory, on)),
        regional=_ids(
            life for life in acting if _by_region(known, life, territory, on)
        ),
        located=_ids(life for life in acting if life.perimeter(on)),
        stale=_ids(life for life in acting if not life.told_since(on - FIVE_YEARS, on)),
        over=[life.pk for life in around if life.over(on)],
        undated=[life.pk for life in around if not life.dated and not life.over(on)],
        stages=Counter(life.stage(on) for life in acting),
        years=[(end, _number(known, ever, territory, end)) for end in year_ends(on)],
    )


def year_ends(on):
    """The last day of each year from 2009 to that of a date, the date itself last."""
    ends = [date(year, 12, 31) for year in range(FIRST_YEAR, on.year)]
    return [*ends, on]


def _number(known, lives, territory, on):
    active = known.active(on)
    return sum(
        life.pk in active and known.acts_on(life, territory, on) for life in lives
    )


def _ids(lives):
    return frozenset(life.pk for life in lives)


def _by_region(known, life, territory, on):
    """Whether nothing closer than a région leads a pole to a smaller territory."""
    region = Territory.Level.REGION
    if territory is None or territory.level == region:
        return False
    if known.sits_in(life, territory):
        return False
    return known.reaches(life, territory, on) and not known.reaches(
        life, territory, on, besides=region
    )
