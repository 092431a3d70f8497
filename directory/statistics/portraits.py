"""All that a territory page counts, at one date."""

from dataclasses import dataclass

from directory.models import StructureKind

from .declared import Declared, declared
from .gatherings import Gathering, gather
from .members import members
from .populations import Population, population


@dataclass(frozen=True)
class Portrait:
    """Counts of a territory at a date, over the published poles that act there.

    `families`: number of distinct member structures by family, those without any left
    out. `undated`: facts of these poles without a known beginning, that always hold:
    memberships, then territories of a perimeter. Shared: nobody changes it.
    """

    poles: Gathering
    families: dict[StructureKind.Family, int]
    undated: tuple[int, int]
    declared: list[Declared]
    population: Population

    @property
    def members(self):
        """Number of distinct structures that are members of the poles."""
        return sum(self.families.values())


def portraits(known, territories, on):
    """The portraits of territories (None: France), in their order; two queries at most.

    Kept by the chronicle: none when the same were asked before.
    """
    return known.make(_portraits, tuple(territories), on)


def _portraits(known, territories, on):
    gathered = [gather(known, territory, on) for territory in territories]
    told = zip(gathered, members(gathered), strict=True)
    return [
        Portrait(
            gathering,
            families,
            (undated, _undated_reaches(known, gathering)),
            declared(known, gathering),
            population(known, gathering),
        )
        for gathering, (families, undated) in told
    ]


def _undated_reaches(known, gathering):
    return sum(
        reach.since is None
        for pk in gathering.acting
        for reach in known.lives[pk].perimeter(gathering.on)
    )
