"""How many people live in communes where poles act."""

from dataclasses import dataclass

from django.db.models import Q, Sum

from directory.models import Territory

LEAVING_OUT = Territory.Level.REGION


@dataclass(frozen=True)
class Population:
    """Inhabitants of the communes of a territory, at the official vintage of today.

    `total`: of all; None when unknown. `covered`: of those where a pole acts;
    `closely`: where one does by something closer than a whole région; `reached`: where
    one does by its perimeter, not by its seat alone.
    """

    total: int | None
    covered: int
    closely: int
    reached: int

    @property
    def share(self):
        """Part of the population where a pole acts, from 0 to 1; None when unknown."""
        return self.covered / self.total if self.total else None

    @property
    def close_share(self):
        """The same, without the poles that act there by a whole région."""
        return self.closely / self.total if self.total else None

    @property
    def reached_share(self):
        """The same, without the communes where poles only sit."""
        return self.reached / self.total if self.total else None


def population(known, gathering):
    """The population of the territory of a gathering, at its date.

    No query for a commune; one, kept by the chronicle, for all others of a date.
    """
    territory = gathering.territory
    if territory is not None and territory.level == Territory.Level.COMMUNE:
        people = territory.population or 0
        return Population(
            territory.population,
            people if gathering.acting else 0,
            people if set(gathering.acting) - gathering.regional else 0,
            people if gathering.reaching else 0,
        )
    sums = known.make(_sums, gathering.on)
    total, *parts = sums.get(territory and territory.pk, (0, 0, 0, 0))
    return Population(total or None, *parts)


def _sums(known, on):
    """{id of a territory, None for France: values of a `Population`} at a date."""
    sums = {}
    communes = Territory.objects.of_level(Territory.Level.COMMUNE).order_by()
    rows = communes.values_list(*Territory.PARENTS).annotate(
        total=Sum("population", default=0),
        covered=Sum("population", filter=_where(known, on), default=0),
        closely=Sum("population", filter=_where(known, on, LEAVING_OUT), default=0),
        reached=Sum("population", filter=_where(known, on, seats=False), default=0),
    )
    for *rungs, total, covered, closely, reached in rows:
        more = (total, covered, closely, reached)
        for pk in {None, *rungs}:
            before = sums.get(pk, (0, 0, 0, 0))
            sums[pk] = tuple(map(sum, zip(before, more, strict=True)))
    return sums


def _where(known, on, besides=None, *, seats=True):
    """Condition: an active pole acts on the commune.

    A seat covers a commune when it is that commune, or lies within it; unless `seats`
    is False.
    """
    sat_in, reached = set(), set()
    for life in known.active(on).values():
        sat_in |= life.seat_within if seats else set()
        reached |= {
            reach.territory_id for reach in life.perimeter(on) if reach.level != besides
        }
    covered = Q(pk__in=sat_in | reached)
    for rung in Territory.PARENTS:
        covered |= Q(**{f"{rung}__in": reached})
    return covered
