"""All that a territory page counts, at one date."""

from collections import Counter
from dataclasses import dataclass

from .declared import Declared, declared
from .gatherings import Gathering, gather
from .members import families
from .populations import Population, population


@dataclass(frozen=True)
class Portrait:
    """Counts of a territory at a date, over the published poles that act there.

    `families`: number of distinct member structures by family, those without any left
    out. Shared by requests: nobody changes it.
    """

    poles: Gathering
    families: Counter
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
    parts = zip(
        gathered,
        families(gathered),
        [declared(known, gathering) for gathering in gathered],
        [population(known, gathering) for gathering in gathered],
        strict=True,
    )
    return [Portrait(*part) for part in parts]
