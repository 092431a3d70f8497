"""Set-based SQL: a batch goes to a staging table, then where it belongs.

Each structure written leaves a record in its history, as one saved by a person does.
"""

from django.db import connection
from django.utils import timezone

from directory.models import Structure, StructureAlias

from .decisions import COLUMNS

TABLE = Structure._meta.db_table
ALIASES = StructureAlias._meta.db_table
HISTORY = Structure.history.model._meta.db_table
STORED = ("slug", "siret", *COLUMNS)
STAGED = ("id", *STORED)
STAGING = f"""
CREATE TEMP TABLE staged_structure AS
SELECT {", ".join(STAGED)} FROM {TABLE} WITH NO DATA
"""
CREATING = f"""
INSERT INTO {TABLE} (
    {", ".join(STORED)}, public_id, origin, import_key, archived)
SELECT {", ".join(STORED)},
    gen_random_uuid(), %(origin)s, %(key_prefix)s || siret, false
FROM staged_structure WHERE id IS NULL
RETURNING *
"""
CHANGING = f"""
UPDATE {TABLE} AS held
SET {", ".join(f"{column} = staged.{column}" for column in COLUMNS)}
FROM staged_structure AS staged
WHERE held.id = staged.id
RETURNING held.*
"""
ABOUT_THE_CHANGE = {
    "change": "%(change)s::uuid",
    "history_date": "%(now)s",
    "history_change_reason": "%(reason)s",
    "history_type": "%(type)s",
    "history_user_id": "NULL",
}
DROPPING = "DROP TABLE staged_structure"

# A structure keeps the import key of its list when a person changes its SIRET.
KEY_PREFIX = "siret:"


def read_structures(column, values, *, lock):
    """Structures by a column, from the first made, as dictionaries of what is compared.

    With `lock`, they are locked until the end of the transaction.
    """
    columns = ("id", "slug", "siret", "import_key", "archived", *COLUMNS)
    # one array: a statement with thousands of parameters takes long to make
    statement = (
        f"SELECT {', '.join(columns)} FROM {TABLE} WHERE {column} = ANY(%s)"
        f" ORDER BY id {'FOR UPDATE' if lock else ''}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [values])
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def taken_slugs(slugs):
    """Those that lead to a structure, today or by redirection."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT slug FROM {TABLE} WHERE slug = ANY(%(slugs)s) UNION ALL "
            f"SELECT slug FROM {ALIASES} WHERE slug = ANY(%(slugs)s)",
            {"slugs": slugs},
        )
        return {slug for (slug,) in cursor.fetchall()}


def write_structures(rows, *, origin, change, reason):
    """Create the rows without `id` and change the others, with their history.

    `rows` are dictionaries of the staged columns.
    """
    told = {
        "origin": origin,
        "key_prefix": KEY_PREFIX,
        "change": change,
        "reason": reason,
        "now": timezone.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(STAGING)
        with (
            connection.wrap_database_errors,
            cursor.copy(
                f"COPY staged_structure ({', '.join(STAGED)}) FROM STDIN"
            ) as copy,
        ):
            for row in rows:
                copy.write_row([row.get(column) for column in STAGED])
        cursor.execute(_recorded(CREATING), told | {"type": "+"})
        cursor.execute(_recorded(CHANGING), told | {"type": "~"})
        cursor.execute(DROPPING)


def _recorded(statement):
    """A statement that returns structures, followed by their records of history."""
    columns = [
        field.column
        for field in Structure.history.model._meta.fields
        if field.name != "history_id"
    ]
    values = [ABOUT_THE_CHANGE.get(column, column) for column in columns]
    return (
        f"WITH written AS ({statement}) INSERT INTO {HISTORY} ({', '.join(columns)}) "
        f"SELECT {', '.join(values)} FROM written ORDER BY id"
    )


def analyse():
    """Tell the planner what the tables have become."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {TABLE}")
        cursor.execute(f"ANALYZE {HISTORY}")
