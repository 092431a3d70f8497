"""What a search reads of each name it gathered, and the find that this makes."""

from .place_finds import Find
from .place_vocabulary import DEPARTEMENT, EPCI

# From `gathered`, rows of (id of a territory, id of a locality or NULL). Only the
# communes of an EPCI tell in which départements it lies.
READING = f"""
    SELECT t.id, t.level, coalesce(t.population, 0), coalesce(n.code, t.code),
        CASE WHEN n.id IS NULL THEN t.name ELSE n.name END,
        CASE WHEN n.id IS NULL THEN t.search_key ELSE n.search_key END,
        CASE WHEN n.id IS NULL THEN t.folded_name ELSE n.folded_name END,
        n.kind, t.postal_codes, d.code, d.search_key, r.search_key,
        met.names, met.codes, met.keys
    FROM (SELECT DISTINCT id, locality FROM gathered) AS g
    JOIN directory_territory t ON t.id = g.id
    LEFT JOIN directory_locality n ON n.id = g.locality
    LEFT JOIN directory_territory d ON d.id = t.departement_id
    LEFT JOIN directory_territory r ON r.id = t.region_id
    LEFT JOIN LATERAL (
        SELECT array_agg(name ORDER BY folded_name) AS names,
            array_agg(code) AS codes, array_agg(search_key) AS keys
        FROM directory_territory
        WHERE id IN (
            SELECT c.departement_id FROM directory_territory c
            WHERE c.epci_id = t.id OR c.ept_id = t.id)
    ) AS met ON t.level = '{EPCI}'
"""


def as_find(
    pk,
    level,
    population,
    code,
    name,
    key,
    folded,
    kind,
    postal,
    departement,
    *scopes,
):
    """The find of a row of `READING`."""
    *larger, names, codes, keys = scopes
    own = [code] if level == DEPARTEMENT else []
    known = [*own, departement, *larger, *(codes or []), *(keys or [])]
    scopes = frozenset([*(scope.lower() for scope in known if scope), *postal])
    return Find(
        pk,
        level,
        population,
        code,
        name,
        key,
        folded,
        kind,
        scopes,
        departements=tuple(names or ()),
    )
