"""Which territories lie within others, meet or border them, as conditions of queries.

Territories are compared as sets of communes. Each commune names its own rungs; for the
others, the table `directory_overlap` is kept by a trigger (see its migration).
"""

from django.db.models import Q
from django.db.models.expressions import RawSQL

HOLDERS = "SELECT outer_id FROM directory_overlap WHERE inner_id = %s AND whole"
# Of ids rather than of columns: a pole is told by its seat's id alone, without a join.
COMMUNES = (
    "SELECT id FROM directory_territory WHERE level = 'commune' AND {column} = %s"
)
SHARING = (
    f"{COMMUNES} UNION ALL SELECT inner_id FROM directory_overlap WHERE outer_id = %s"
)
BORDERING = (
    "SELECT unnest(%s::bigint[])"
    " UNION ALL SELECT second_id FROM directory_neighbour WHERE first_id = %s"
    " UNION ALL SELECT first_id FROM directory_neighbour WHERE second_id = %s"
)
WITHIN = f"SELECT %s::bigint UNION ALL {SHARING} AND whole"


def lies_within(territory, path=""):
    """Condition: a territory has no commune outside another one.

    `path` leads to the tested territory ('seat__' from a pole). An EPCI that straddles
    two départements is thus within neither, and Paris, one commune, is within its
    département as much as the reverse.
    """
    ids = RawSQL(WITHIN.format(column=column_of(territory)), 3 * [territory.pk])
    return Q(**{f"{path}pk__in": ids})


def holders_of(territory):
    """Ids of territories that hold the whole of one, communes left out; for `__in`."""
    if territory.level == territory.Level.COMMUNE:
        return territory.rung_ids
    return RawSQL(HOLDERS, [territory.pk])


def sharing_with(territory):
    """Ids of territories with a commune in common with one; for `__in`."""
    if territory.level == territory.Level.COMMUNE:
        return [territory.pk, *territory.rung_ids]
    return RawSQL(SHARING.format(column=column_of(territory)), 2 * [territory.pk])


def bordering(territory, besides=()):
    """Ids of the territories of its level that share a border with one; for `__in`.

    `besides`: other ids to find with them, as a condition of both would read them all.
    """
    return RawSQL(BORDERING, [list(besides), *(2 * [territory.pk])])


def column_of(territory):
    """Column of a commune that names a territory."""
    lookup = territory.commune_lookup
    return "id" if lookup == "pk" else f"{lookup}_id"
