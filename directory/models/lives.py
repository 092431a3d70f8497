"""What is dated of a pole, for any date."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter

from .stages import INACTIVE_STAGES, Stage


@dataclass(slots=True, frozen=True)
class Reach:
    """A territory that a pole acts on, from `since` to `until`, both may be None.

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
    """

    pk: int
    created_on: date | None
    closed_on: date | None
    latitude: float | None
    longitude: float | None
    seat_id: int | None
    seat_within: frozenset[int]
    stages: list[tuple[date, str]] = field(default_factory=list)
    reaches: list[Reach] = field(default_factory=list)

    def stage(self, on):
        """The last stage told at or before a date; None when no source tells any."""
        known = bisect_right(self.stages, on, key=itemgetter(0))
        return self.stages[known - 1][1] if known else None

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
