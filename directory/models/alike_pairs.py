"""Pairs of rows that may be one and the same, for a person to decide."""

from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BigIntegerField, Case, F, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Left

from .alike import facts_of, with_facts
from .duplicates import DistinctPair
from .expressions import NameKey, WebHost
from .likeness import ALIKE, DOUBTFUL, likeness
from .poles import Pole
from .structures import Structure

MOST_PAIRS = 500
# A SIREN, a site, a carrier or a name that more rows bear tells nothing by itself.
MOST_SHARING = 8
# Letters that names of one place begin by, to be compared letter by letter.
STEM = 5
# Rows compared all to all, of one département for poles, of one commune and stem for
# structures; a larger group is left out.
MOST_TOGETHER = {Pole: 300, Structure: 60}

QUERY = """
    WITH rows (id, key, short, stem, place, siren, host, carrier)
        AS MATERIALIZED ({rows}),
    groups AS (
        SELECT array_agg(id) AS ids FROM rows WHERE siren IS NOT NULL
            GROUP BY siren HAVING count(*) BETWEEN 2 AND {sharing}
        UNION ALL SELECT array_agg(id) FROM rows WHERE host IS NOT NULL
            GROUP BY host HAVING count(*) BETWEEN 2 AND {sharing}
        UNION ALL SELECT array_agg(id) FROM rows WHERE carrier IS NOT NULL
            GROUP BY carrier HAVING count(*) BETWEEN 2 AND {sharing}
        UNION ALL SELECT array_agg(id) FROM rows
            GROUP BY key HAVING count(*) BETWEEN 2 AND {sharing}
        {by_letters}
    ),
    pairs AS (
        SELECT DISTINCT first, second
        FROM groups, unnest(ids) AS first, unnest(ids) AS second
        WHERE first < second
    ),
    judged AS (
        SELECT first, second, one.key AS one_key, other.key AS other_key,
            greatest(
                similarity(one.key, other.key), similarity(one.key, other.short),
                similarity(one.short, other.key), similarity(one.short, other.short)
            ) AS closeness,
            coalesce(one.siren = other.siren, false) AS siren,
            coalesce(one.host = other.host, false) AS host,
            coalesce(one.carrier = other.carrier, false) AS carrier
        FROM pairs
        JOIN rows one ON one.id = first
        JOIN rows other ON other.id = second
    )
    SELECT first, second FROM judged
    WHERE (siren OR host OR carrier OR closeness >= {alike}
            OR strict_word_similarity(one_key, other_key) > 0.9
            OR strict_word_similarity(other_key, one_key) > 0.9)
        AND NOT EXISTS (
            SELECT FROM directory_distinctpair told
            WHERE told.noun = %s
                AND told.first = judged.first AND told.second = judged.second)
    ORDER BY siren::int + host::int + carrier::int * 0.5 + closeness DESC, first, second
    LIMIT {most}
"""
BY_LETTERS = """
        UNION ALL SELECT array_agg(id) FROM rows
            GROUP BY place, stem HAVING count(*) BETWEEN 2 AND {together}
"""


@dataclass(frozen=True)
class AlikePair:
    """Two rows, the elder first: how alike, from 0 to 1, and why, in French."""

    first: Pole | Structure
    second: Pole | Structure
    score: float
    reasons: list


def alike_pairs(rows, *, by_letters=True):
    """Pairs within a QuerySet that may be one and the same, the likest first.

    At most `MOST_PAIRS`, in two queries. Archived rows are left out, and pairs that a
    person told apart. Compared are rows of the same SIREN, site, carrier or name, when
    few bear it; and the names of one place, by the letters they share or one within
    the other: of one département for poles, of one commune (or of none known) and
    beginning alike for structures. Without `by_letters` only the former, since the
    names of 200,000 rows take seconds.
    """
    keys = candidate_pairs(rows, by_letters)
    found = with_facts(rows.model.objects.all()).in_bulk(
        {k for pair in keys for k in pair}
    )
    facts = {pk: facts_of(row) for pk, row in found.items()}
    pairs = [
        AlikePair(found[one], found[other], *likeness(facts[one], facts[other]))
        for one, other in keys
        if one in found and other in found
    ]
    pairs.sort(key=lambda pair: (-pair.score, pair.first.pk, pair.second.pk))
    return [pair for pair in pairs if pair.score >= DOUBTFUL]


def candidate_pairs(rows, by_letters):
    """Keys of the pairs to judge, the smaller first; one query."""
    compared = pole_rows if rows.model is Pole else structure_rows
    try:
        inner, parameters = compared(rows.order_by()).query.sql_with_params()
    except EmptyResultSet:
        return []
    letters = BY_LETTERS.format(together=MOST_TOGETHER[rows.model])
    query = QUERY.format(
        rows=inner,
        sharing=MOST_SHARING,
        by_letters=letters if by_letters else "",
        alike=ALIKE,
        most=MOST_PAIRS,
    )
    noun = DistinctPair.Noun(rows.model._meta.model_name)
    with connections[rows.db].cursor() as cursor:
        cursor.execute(query, [*parameters, noun])
        return cursor.fetchall()


def pole_rows(poles):
    host = Case(When(website_is_carriers=False, then=WebHost("website")))
    return poles.exclude(publication=Pole.Publication.ARCHIVED).values_list(
        "pk",
        NameKey("name"),
        NameKey("short_name"),
        Value("", output_field=TextField()),
        Coalesce("seat__departement", "seat"),
        Cast(Value(None), TextField()),
        host,
        "carrier",
    )


def structure_rows(structures):
    return structures.current().values_list(
        "pk",
        F("name_key"),
        Cast(Value(None), TextField()),
        Left("name_key", STEM),
        "commune",
        "siren",
        "website_host",
        Cast(Value(None), BigIntegerField()),
    )
