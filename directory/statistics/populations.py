"""How many people live in communes where poles act."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q, Sum

from directory.models import Territory


@dataclass(frozen=True)
class Population:
    """Inhabitants of the communes of a territory, at the official vintage of today.

    `total`: of all; None when unknown. `covered`: of those where a pole acts;
    `closely`: where one does by something closer than a whole région.
    """

    total: int | None
    covered: int
    closely: int

    @property
    def share(self):
        """Part of the population where a pole acts, from 0 to 1; None when unknown."""
        return self.covered / self.total if self.total else None

    @property
    def close_share(self):
        """The same, without the poles that act there by a whole région."""
        return self.closely / self.total if self.total else None


def populations(known, territories, on):
    """The population of each territory of a list (France when None); one query."""
    everywhere = _where(known, on)
    closely = _where(known, on, besides=Territory.Level.REGION)
    sums = {}
    for rank, territory in enumerate(territories):
        inside = Q() if territory is None else _inside(territory)
        sums |= {
            f"total_{rank}": Sum("population", filter=inside),
            f"covered_{rank}": Sum("population", filter=inside & everywhere, default=0),
            f"closely_{rank}": Sum("population", filter=inside & closely, default=0),
        }
    communes = Territory.objects.of_level(Territory.Level.COMMUNE)
    if None not in territories:
        communes = communes.filter(reduce(or_, map(_inside, territories)))
    told = communes.aggregate(**sums)
    return [
        Population(
            *(told[f"{part}_{rank}"] for part in ("total", "covered", "closely"))
        )
        for rank in range(len(territories))
    ]


def _inside(territory):
    return Q(**{territory.commune_lookup: territory.pk})


def _where(known, on, besides=None):
    """Condition: an active pole acts on the commune.

    A seat covers a commune when it is that commune, or lies within it.
    """
    seats, reached = set(), set()
    for life in known.active(on).values():
        seats |= life.seat_within
        reached |= {
            reach.territory_id for reach in life.perimeter(on) if reach.level != besides
        }
    covered = Q(pk__in=seats | reached)
    for rung in Territory.PARENTS:
        covered |= Q(**{f"{rung}__in": reached})
    return covered
