"""The dated facts of all published poles, read once, then asked for any date.

The words of `PoleQuerySet` tell the same of one date by a query: they are the rule, and
a property test holds these answers to theirs.
"""

from collections import Counter, OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.db import connection
from django.utils import timezone

from .census import census
from .lives import read_lives
from .territories import Territory

# What pages make of a chronicle and ask again: portraits, drawings.
MOST_MADE = 400
OVERLAPS = "SELECT outer_id, inner_id, whole FROM directory_overlap"


class Chronicle:
    """The lives of all published poles, by id in name order. Shared: nobody changes it.

    `overlaps`: by id of a territory, ids of those that share communes with it, itself
    included; neither is a commune. `holders`: by id, ids of those that hold the whole
    of it.
    """

    def __init__(self, census):
        self.census = census
        self.today = timezone.localdate()
        self.overlaps, self.holders = _overlaps()
        # a pole published since the census was read is left to the next one
        self.lives = {
            life.pk: life
            for life in read_lives(self.holders)
            if life.pk in census.poles
        }
        self._made, self._lock = OrderedDict(), Lock()

    def make(self, function: Callable, *arguments: Any):
        """function(chronicle, *arguments), kept as long as it is asked for."""
        key = (function, *arguments)
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
        made = function(self, *arguments)
        with self._lock:
            self._made[key] = made
            while len(self._made) > MOST_MADE:
                self._made.popitem(last=False)
        return made

    def active(self, on):
        """Lives of the poles active at a date by id, as `PoleQuerySet.active` says."""
        return self.make(_active, on)

    def acts_on(self, life, territory, on):
        """Whether a pole acts on a territory at a date, as `acting_on` says.

        Any does on France (None), those too whose seat and perimeter are unknown.
        """
        return (
            territory is None
            or self.sits_in(life, territory)
            or self.reaches(life, territory, on)
        )

    def sits_in(self, life, territory):
        """Whether the seat lies within a territory, or is known at all for France."""
        if territory is None:
            return life.seat_id is not None
        return territory.pk in life.seat_within

    def reaches(self, life, territory, on, besides=None):
        """Whether its perimeter shares a commune with a territory at a date.

        `besides`: a level of territories of the perimeter that is not looked at.
        """
        return any(
            reach.level != besides
            and reach.at(on)
            and (territory is None or self.meets(reach, territory))
            for reach in life.reaches
        )

    def may_sit_in(self, life, territory):
        """Whether the seat has no point, and only its surroundings are known to be."""
        return life.latitude is None and life.seat_id in self.meeting(territory)

    def ever_acts_on(self, life, territory):
        """Whether a pole acts on a territory at any date."""
        return (
            territory is None
            or self.sits_in(life, territory)
            or any(self.meets(reach, territory) for reach in life.reaches)
        )

    def meets(self, reach, territory):
        """Whether a territory of a perimeter shares a commune with another one."""
        return (
            reach.territory_id in self.meeting(territory) or territory.pk in reach.rungs
        )

    def meeting(self, territory):
        """Ids of territories that share communes with one; of the communes, itself."""
        if territory.level == Territory.Level.COMMUNE:
            return {territory.pk, *territory.rung_ids}
        return self.overlaps.get(territory.pk, {territory.pk})

    def touched(self, life, on, besides=None):
        """Ids of the territories a pole acts on at a date, communes left out.

        But the communes of its seat and of its perimeter, which are there. `besides`
        is that of `reaches`.
        """
        found = set(life.seat_within)
        for reach in life.perimeter(on):
            if reach.level == besides:
                continue
            found |= {reach.territory_id, *reach.rungs}
            found |= self.overlaps.get(reach.territory_id, set())
        return found

    def acting_by_territory(self, on, besides=None):
        """Number of active poles that act on each territory, by its id; see `touched`.

        Whoever asks for a missing id gets 0.
        """
        return self.make(_acting_by_territory, on, besides)


def chronicle():
    """The chronicle of today. One query; four more when the data have changed."""
    return census().make(Chronicle)


def _active(known, on):
    return {
        pk: life
        for pk, life in known.lives.items()
        if life.begun(on, known.today) and not life.over(on)
    }


def _acting_by_territory(known, on, besides):
    counts = Counter()
    for life in known.active(on).values():
        counts.update(known.touched(life, on, besides))
    return counts


def _overlaps():
    """Overlaps by territory, and the holders of each: ids that hold the whole of it."""
    overlaps, holders = {}, {}
    with connection.cursor() as cursor:
        cursor.execute(OVERLAPS)
        for outer, inner, whole in cursor.fetchall():
            overlaps.setdefault(outer, {outer}).add(inner)
            if whole:
                holders.setdefault(inner, set()).add(outer)
    return overlaps, holders
