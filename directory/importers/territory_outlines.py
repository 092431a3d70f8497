"""Outlines of every level, from those of the communes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from directory.importers import coverages
from directory.importers.decoupage import Decoupage, Grouping

# The source is already generalised to about 30 vertices a commune, so communes are
# only rounded, to about 10 m; larger territories lose details that no page shows.
DECIMALS = 4
EPCI_TOLERANCE = 0.002
DEPARTEMENT_TOLERANCE = 0.004
SMALLEST_PART = 1e-6

Outlines = dict[str, Any]


@dataclass(frozen=True)
class TerritoryOutlines:
    """Outlines by code; within each level they fit together. EPT are apart from EPCI,
    since each lies inside one."""

    regions: Outlines
    departements: Outlines
    epci: Outlines
    ept: Outlines
    communes: Outlines

    def levels(self) -> Iterator[tuple[str, Outlines]]:
        """(level, outlines) of the files, the largest level first."""
        yield "region", self.regions
        yield "departement", self.departements
        yield "epci", dict(sorted((self.epci | self.ept).items()))
        yield "commune", dict(sorted(self.communes.items()))


def draw_territories(decoupage: Decoupage, communes: Outlines) -> TerritoryOutlines:
    """Outlines of all levels, cleaned, simplified and rounded.

    `communes` are the mended outlines, which may still overlap a little.
    """
    rounded = coverages.simplify(
        coverages.clean(communes), tolerance=0, decimals=DECIMALS
    )
    members = decoupage.communes.values()
    departements = _drawn(
        rounded, {c.code: c.departement for c in members}, DEPARTEMENT_TOLERANCE
    )
    return TerritoryOutlines(
        regions=coverages.dissolve(
            departements, {area.code: area.region for area in decoupage.departements}
        ),
        departements=departements,
        epci=_drawn(rounded, _membership(decoupage.epci), EPCI_TOLERANCE),
        ept=_drawn(rounded, _membership(decoupage.ept), EPCI_TOLERANCE),
        communes=rounded,
    )


def _membership(groupings: list[Grouping]) -> dict[str, str]:
    return {code: group.code for group in groupings for code in group.members}


def _drawn(communes: Outlines, group_of: dict[str, str], tolerance: float) -> Outlines:
    whole = {
        code: coverages.without_specks(outline, smallest=SMALLEST_PART)
        for code, outline in coverages.dissolve(communes, group_of).items()
    }
    return coverages.simplify(whole, tolerance=tolerance, decimals=DECIMALS)
