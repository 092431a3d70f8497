"""Set-based SQL that makes three tables hold what the staged files hold.

Each target has a temporary relation `wanted_…`: the rows it is to hold. A row that
would not change is not written. Counts are by kind: the level of a territory,
'localites', 'contours' or 'voisinages'.
"""

from dataclasses import dataclass

from directory.importers.territory_files import LEVELS
from directory.models import Locality, Neighbour, Outline, Territory

Counts = dict[str, int]

STAGING = """
CREATE TEMP TABLE staged_territory (
    level varchar(11), code varchar(9), nature varchar(40), name varchar(150),
    slug varchar(150), population integer, latitude double precision,
    longitude double precision, position_basis varchar(15),
    postal_codes varchar(5)[], departement varchar(3), region varchar(2),
    epci varchar(9), ept varchar(9), vintage smallint
);
CREATE TEMP TABLE staged_locality (
    kind varchar(14), code varchar(5), name varchar(150), commune varchar(5),
    postal_codes varchar(5)[]
);
CREATE TEMP TABLE staged_neighbour (first varchar(5), second varchar(5));
CREATE TEMP TABLE staged_outline (
    level varchar(11), code varchar(9), geometry jsonb
);
-- compressed once, where they are to stay
ALTER TABLE staged_outline ALTER geometry SET STORAGE EXTERNAL;
"""
# Every territory gets its id first, so that parents are found whatever their order.
# Localities and outlines are looked at once the territories are written.
WANTING = """
CREATE TEMP TABLE numbered_territory AS
SELECT staged.*, coalesce(
    held.id, nextval(pg_get_serial_sequence('directory_territory', 'id'))) AS id
FROM staged_territory AS staged
LEFT JOIN directory_territory AS held USING (level, code);
ANALYZE numbered_territory;

CREATE TEMP TABLE wanted_territory AS
SELECT n.*, d.id AS departement_id, r.id AS region_id, e.id AS epci_id, p.id AS ept_id
FROM numbered_territory n
LEFT JOIN numbered_territory d ON d.level = 'departement' AND d.code = n.departement
LEFT JOIN numbered_territory r ON r.level = 'region' AND r.code = n.region
LEFT JOIN numbered_territory e ON e.level = 'epci' AND e.code = n.epci
LEFT JOIN numbered_territory p ON p.level = 'epci' AND p.code = n.ept;
ANALYZE wanted_territory;

-- Two larger territories are neighbours when a commune of one is that of a commune of
-- the other. An EPCI and an EPT may be, unless they have communes in common.
CREATE TEMP TABLE wanted_neighbour AS
WITH overlapping AS (
    SELECT DISTINCT epci_id, ept_id FROM wanted_territory
    WHERE epci_id IS NOT NULL AND ept_id IS NOT NULL
)
SELECT DISTINCT
    least(one_id, other_id) AS first_id, greatest(one_id, other_id) AS second_id
FROM staged_neighbour s
JOIN wanted_territory a ON a.level = 'commune' AND a.code = s.first
JOIN wanted_territory b ON b.level = 'commune' AND b.code = s.second
CROSS JOIN LATERAL (VALUES
    (a.id, b.id),
    (a.epci_id, b.epci_id), (a.ept_id, b.ept_id),
    (a.epci_id, b.ept_id), (a.ept_id, b.epci_id),
    (a.departement_id, b.departement_id),
    (a.region_id, b.region_id)
) AS pair (one_id, other_id)
WHERE one_id <> other_id AND NOT EXISTS (
    SELECT FROM overlapping
    WHERE (epci_id, ept_id) IN ((one_id, other_id), (other_id, one_id)));
ANALYZE wanted_neighbour;

CREATE TEMP VIEW wanted_locality AS
SELECT s.kind, s.code, t.id AS commune_id, s.name, s.postal_codes
FROM staged_locality s
JOIN directory_territory t ON t.level = 'commune' AND t.code = s.commune;

CREATE TEMP VIEW wanted_outline AS
SELECT t.id AS territory_id, s.geometry
FROM staged_outline s JOIN directory_territory t USING (level, code);
"""
FINDING_GONE = """
CREATE TEMP TABLE gone_territory AS
SELECT id FROM directory_territory
WHERE id NOT IN (SELECT id FROM wanted_territory);
"""
TIDYING = """
DROP VIEW wanted_locality, wanted_outline;
DROP TABLE staged_territory, staged_locality, staged_outline, staged_neighbour,
    numbered_territory, wanted_territory, wanted_neighbour, gone_territory;
"""


@dataclass(frozen=True)
class Target:
    """A table to fill. A change of `quiet` columns alone is written but not counted.

    `kind` is the SQL expression of the kind of a row, called `held`.
    """

    model: type
    kind: str
    key: tuple[str, ...]
    compared: tuple[str, ...]
    quiet: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def wanted(self) -> str:
        return f"wanted_{self.model._meta.model_name}"


TERRITORY = Target(
    Territory,
    kind="held.level",
    key=("id",),
    compared=(
        *("level", "code", "nature", "name", "slug", "population"),
        *("latitude", "longitude", "position_basis", "postal_codes"),
        *("departement_id", "region_id", "epci_id", "ept_id"),
    ),
    quiet=("vintage",),
)
LOCALITY = Target(
    Locality,
    kind="'localites'",
    key=("kind", "code", "commune_id"),
    compared=("name", "postal_codes"),
)
OUTLINE = Target(
    Outline, kind="'contours'", key=("territory_id",), compared=("geometry",)
)
NEIGHBOUR = Target(
    Neighbour, kind="'voisinages'", key=("first_id", "second_id"), compared=()
)
TARGETS = (TERRITORY, LOCALITY, OUTLINE, NEIGHBOUR)
KINDS = (*LEVELS, "localites", "contours", "voisinages")


def count_held(cursor, target: Target) -> Counts:
    """Rows of the table itself."""
    return _count(cursor, target, f"SELECT {{}} FROM {target.table} AS held")


def insert_new(cursor, target: Target) -> Counts:
    columns = ", ".join((*target.key, *target.compared, *target.quiet))
    return _count(
        cursor,
        target,
        f"INSERT INTO {target.table} AS held ({columns})"
        f" SELECT {columns} FROM {target.wanted} AS wanted WHERE NOT EXISTS"
        f" (SELECT FROM {target.table} AS held WHERE {_same(target)}) RETURNING {{}}",
    )


def update_changed(cursor, target: Target) -> Counts:
    if not target.compared:
        return {}
    every = (*target.compared, *target.quiet)
    changed = _update(cursor, target, written=every, compared=target.compared)
    if target.quiet:
        _update(cursor, target, written=target.quiet, compared=target.quiet)
    return changed


def delete_gone(cursor, target: Target) -> Counts:
    return _count(
        cursor,
        target,
        f"DELETE FROM {target.table} AS held WHERE NOT EXISTS (SELECT"
        f" FROM {target.wanted} AS wanted WHERE {_same(target)}) RETURNING {{}}",
    )


def delete_unused_territories(cursor) -> Counts:
    """Delete the gone territories that no row points to, rows of history included.

    They may have been the last to point to others: call until none is deleted.
    """
    unused = " AND ".join(
        f"NOT EXISTS (SELECT FROM {table} WHERE {column} = held.id)"
        for table, column in _references()
    )
    return _count(
        cursor,
        TERRITORY,
        f"DELETE FROM {TERRITORY.table} AS held"
        f" WHERE id IN (SELECT id FROM gone_territory) AND {unused} RETURNING {{}}",
    )


def _references() -> list[tuple[str, str]]:
    """(table, column) of every foreign key to a territory, hidden ones included."""
    return [
        (relation.related_model._meta.db_table, relation.field.column)
        for relation in Territory._meta.get_fields(include_hidden=True)
        if relation.auto_created and (relation.one_to_many or relation.one_to_one)
    ]


def _update(cursor, target: Target, *, written, compared) -> Counts:
    """Write some columns of the rows that differ by others."""
    settings = ", ".join(f"{column} = wanted.{column}" for column in written)
    held, wanted = (
        ", ".join(f"{side}.{column}" for column in compared)
        for side in ("held", "wanted")
    )
    return _count(
        cursor,
        target,
        f"UPDATE {target.table} AS held SET {settings} FROM {target.wanted} AS wanted"
        f" WHERE {_same(target)} AND ({held}) IS DISTINCT FROM ({wanted})"
        " RETURNING {}",
    )


def _same(target: Target) -> str:
    return " AND ".join(f"held.{column} = wanted.{column}" for column in target.key)


def _count(cursor, target: Target, statement: str) -> Counts:
    """Run a statement that gives rows, '{}' for their kind, and count them by kind."""
    rows = statement.format(f"{target.kind} AS kind")
    cursor.execute(
        f"WITH rows AS ({rows}) SELECT kind, count(*) FROM rows GROUP BY kind"
    )
    return dict(cursor.fetchall())
