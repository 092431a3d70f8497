"""What is dated of a pole, for any date."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, JSONField, OuterRef

from .figures import DECLARED, YearlyFigures
from .perimeters import Perimeter
from .poles import Pole
from .recognitions import Recognition
from .stages import INACTIVE_STAGES, Stage, StageRecord
from .territories import Territory

REACH = (
    *("territory", "territory__level", "since", "until"),
    *(f"territory__{rung}" for rung in Territory.PARENTS),
)
THEME = ("sector__rank", "sector__name", "sector__slug")
FACTS = ("pk", "created_on", "closed_on", "latitude", "longitude", "seat_id")
TOLD = ("told", "acted_on", "declared", "chosen", "works_on")
RECOGNITION = ("programme__slug", "programme__name", "on")


@dataclass(slots=True, frozen=True)
class Reach:
    """A territory that a pole acts on, from `since` to `until`, both may be None.

    `level`: its rung; a région of one département has that of a département.
    `rungs`: when it is a commune, ids of the territories that it names as its own.
    """

    territory_id: int
    level: str
    rungs: tuple[int, ...]
    since: date | None
    until: date | None

    def at(self, on):
        """Whether it holds at a date; NULL bounds are open."""
        begun = self.since is None or self.since <= on
        return begun and (self.until is None or self.until > on)


@dataclass(slots=True)
class Life:
    """What is dated of a pole; `seat_within`: ids of the territories around its seat.

    `stages`: (date, stage), the oldest first. `reaches`: its perimeter at all times.
    `figures`: (year, value of each of `DECLARED` or None), the oldest first.
    `recognitions`: (slug and name of a programme, date or None). `themes`: (rank, name,
    slug) of those of today, in that order.
    """

    pk: int
    created_on: date | None
    closed_on: date | None
    latitude: float | None
    longitude: float | None
    seat_id: int | None
    seat_within: frozenset[int]
    stages: list[tuple[date, str]]
    reaches: list[Reach]
    figures: list[tuple]
    recognitions: list[tuple[str, str, date | None]]
    themes: list[tuple[int, str, str]]

    def stage(self, on):
        """The last stage told at or before a date; None when no source tells any."""
        known = bisect_right(self.stages, on, key=itemgetter(0))
        return self.stages[known - 1][1] if known else None

    def told_since(self, since, on):
        """Whether a source tells a stage from a date to another, both included."""
        return any(since <= told <= on for told, _ in self.stages)

    def begun(self, on, today):
        """Whether its first known date has come; without any, it counts as of today."""
        first = [self.created_on, self.stages[0][0] if self.stages else None]
        return any(told and told <= on for told in first) or (
            self.created_on is None and on >= today
        )

    @property
    def dated(self):
        """Whether anything tells when it began."""
        return bool(self.created_on or self.stages)

    def over(self, on):
        """The stage that ended its activity at a date: asleep or closed, else None."""
        if self.closed_on and self.closed_on <= on:
            return Stage.CLOSED
        stage = self.stage(on)
        return stage if stage in INACTIVE_STAGES else None

    def perimeter(self, on):
        return [reach for reach in self.reaches if reach.at(on)]


def read_lives(holders):
    """Lives of the published poles in name order; one query.

    `holders`: by id of a territory, ids of those that hold the whole of it.
    """
    seat_rungs = [f"seat__{rung}_id" for rung in Territory.PARENTS]
    poles = (
        Pole.objects.published()
        .in_name_order()
        .annotate(
            told=_told(StageRecord.objects.order_by("on", "pk"), "on", "stage"),
            acted_on=_told(Perimeter.objects.order_by("pk"), *REACH),
            declared=_told(YearlyFigures.objects.order_by("year"), "year", *DECLARED),
            chosen=_told(Recognition.objects.order_by("on", "pk"), *RECOGNITION),
            works_on=_told(Pole.sectors.through.objects, *THEME),
        )
    )
    for row in poles.values_list(*FACTS, "seat__level", *seat_rungs, *TOLD):
        yield _life(holders, row[:6], row[6], row[7:11], *row[11:])


def _life(holders, facts, level, rungs, stages, reaches, figures, chosen, themes):
    seat = facts[-1]
    within = {seat, *holders.get(seat, ())}
    if level == Territory.Level.COMMUNE:
        within |= set(rungs)
    return Life(
        *facts,
        seat_within=frozenset(within - {None}),
        stages=[(date.fromisoformat(on), stage) for on, stage in stages],
        reaches=[_reach(holders, *reach) for reach in reaches],
        figures=figures,
        recognitions=[
            (slug, name, on and date.fromisoformat(on))
            for slug, name, on in chosen
            if slug
        ],
        themes=sorted(map(tuple, themes)),
    )


def _told(rows, *fields):
    """An array of the rows of a pole, each an array of fields as JSON."""
    row = Func(*map(F, fields), function="jsonb_build_array", output_field=JSONField())
    return ArraySubquery(rows.filter(pole=OuterRef("pk")).values(row=row))


def _reach(holders, territory, level, since, until, *rungs):
    if level == Territory.Level.REGION and len(holders.get(territory, ())) > 1:
        # of a single département, which holds the whole of it
        level = Territory.Level.DEPARTEMENT
    own = tuple(filter(None, rungs)) if level == Territory.Level.COMMUNE else ()
    return Reach(
        territory,
        level,
        own,
        since and date.fromisoformat(since),
        until and date.fromisoformat(until),
    )
