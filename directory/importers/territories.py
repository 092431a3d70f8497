"""Import of the French territories: COPY into staging tables, then set-based SQL.

The files rule: what they no longer hold is deleted, save a territory that something
still points to.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.db import DataError, connection, transaction
from django.db.models.expressions import RawSQL

from directory.importers.territory_files import OUTLINES, TerritoryRow
from directory.importers.territory_reader import (
    TerritoryFiles,
    UnusableFiles,
    read_territory_files,
)
from directory.importers.territory_tables import (
    FINDING_GONE,
    KINDS,
    LOCALITY,
    NEIGHBOUR,
    OUTLINE,
    STAGING,
    TARGETS,
    TIDYING,
    WANTING,
    Counts,
    Target,
    count_held,
    delete_gone,
    delete_unused_territories,
    insert_new,
    update_changed,
)
from directory.models import Territory
from directory.text import fold

LOCK = 7_203_002

Progress = Callable[[Iterable, str], Iterable]


@dataclass
class Tally:
    """What became of the rows of one kind; `kept` are gone from the files only."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    kept: int = 0


@dataclass
class ImportReport:
    """Tallies by kind; the territories still pointed to that the files do not hold."""

    vintage: int
    tallies: dict[str, Tally] = field(
        default_factory=lambda: {kind: Tally() for kind in KINDS}
    )
    kept: list[Territory] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """Rows created, changed or deleted."""
        return sum(t.created + t.changed + t.deleted for t in self.tallies.values())

    def add(self, outcome: str, counts: Counts) -> None:
        for kind, count in counts.items():
            tally = self.tallies[kind]
            setattr(tally, outcome, getattr(tally, outcome) + count)


def import_territories(
    folder: Path, *, progress: Progress = lambda steps, label: steps
) -> ImportReport:
    """Make the database hold what a folder of territory files holds.

    All or nothing: one transaction, in which an import waits for another to end.
    `progress(steps, label)` yields from the steps. Raises UnusableFiles, the database
    unchanged, when a file is not what it should be.
    """
    files = read_territory_files(folder)
    report = ImportReport(files.vintage)
    with transaction.atomic(), connection.cursor() as cursor:
        steps = (
            partial(cursor.execute, "SELECT pg_advisory_xact_lock(%s)", [LOCK]),
            partial(_stage, cursor, files),
            *(partial(_fill, cursor, target, report) for target in TARGETS),
            partial(_delete_gone, cursor, report),
            partial(_conclude, cursor, report),
        )
        for step in progress(steps, "Territoires"):
            step()
    return report


def _stage(cursor, files: TerritoryFiles) -> None:
    cursor.execute(STAGING)
    _copy(
        cursor,
        "staged_territory",
        (_territory_values(row, files.vintage) for row in files.territories),
    )
    _copy(
        cursor,
        "staged_locality",
        (
            (row.kind, row.code, row.name, row.commune, row.postal_codes.split())
            for row in files.localities
        ),
    )
    try:
        _copy(
            cursor,
            "staged_outline",
            ((*key, geometry) for key, geometry in files.outlines.items()),
        )
    except DataError as error:
        raise UnusableFiles(f"{OUTLINES} : un contour est illisible.") from error
    _copy(
        cursor,
        "staged_neighbour",
        ((row.first, row.second) for row in files.neighbours),
    )
    cursor.execute(WANTING)


def _copy(cursor, table: str, rows: Iterable[tuple]) -> None:
    with (
        connection.wrap_database_errors,
        cursor.copy(f"COPY {table} FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _territory_values(row: TerritoryRow, vintage: int) -> tuple:
    """Columns of `staged_territory`."""
    return (
        row.level,
        row.code,
        row.nature,
        row.name,
        fold(row.name).replace(" ", "-"),
        row.population,
        row.latitude,
        row.longitude,
        row.position_basis,
        row.postal_codes.split(),
        row.departement,
        row.region,
        row.epci,
        row.ept,
        vintage,
    )


def _fill(cursor, target: Target, report: ImportReport) -> None:
    report.add("created", insert_new(cursor, target))
    report.add("changed", update_changed(cursor, target))


def _delete_gone(cursor, report: ImportReport) -> None:
    for target in (LOCALITY, OUTLINE, NEIGHBOUR):
        report.add("deleted", delete_gone(cursor, target))
    cursor.execute(FINDING_GONE)
    while deleted := delete_unused_territories(cursor):
        report.add("deleted", deleted)
    kept = Territory.objects.filter(pk__in=RawSQL("SELECT id FROM gone_territory", ()))
    report.kept = list(kept.in_rung_order())
    report.add("kept", Counter(territory.level for territory in report.kept))


def _conclude(cursor, report: ImportReport) -> None:
    connection.check_constraints()
    cursor.execute(TIDYING)
    for target in TARGETS:
        for kind, count in count_held(cursor, target).items():
            tally = report.tallies[kind]
            tally.unchanged = count - tally.created - tally.changed - tally.kept
        if report.changes:
            cursor.execute(f"ANALYZE {target.table}")
