"""What a pole answers a search by, beyond the words that its card shows."""

from dataclasses import dataclass

from django.db.models import JSONField
from django.db.models.expressions import RawSQL
from django.utils import timezone

from .pole_queryset import SEARCH_CONFIG

SUMMARY_WORDS = 38
"""Words of its description that the card of a pole shows."""

# Of a pole whose card is not enough to answer, what holds a word of the question that
# the card lacks. `querytree` leaves out the words that the question refuses.
MATCHES = f"""
    WITH question AS (
        SELECT websearch_to_tsquery('{SEARCH_CONFIG}', wording) AS query
        FROM unnest(%s::text[]) wording
    ), asked AS (
        SELECT DISTINCT found[1]::tsquery AS word FROM question,
            regexp_matches(querytree(query), '''(?:[^'']|'''')+''', 'g') AS found
    ), theme AS (
        SELECT s.* FROM directory_sector s
        JOIN directory_pole_sectors ps ON ps.sector_id = s.id
        WHERE ps.pole_id = directory_pole.id
    ), card AS (
        SELECT to_tsvector('{SEARCH_CONFIG}', concat_ws(' ',
            directory_pole.name, t.name, d.name,
            (SELECT string_agg(name, ' ') FROM theme),
            substring(directory_pole.description
                FROM '^(?:\\s*\\S+){{0,{SUMMARY_WORDS}}}')
        )) AS words
        FROM (SELECT) one
        LEFT JOIN directory_territory t ON t.id = directory_pole.seat_id
        LEFT JOIN directory_territory d ON d.id = t.departement_id
    ), part AS (
        SELECT 1 AS rank, 'nom' AS kind, directory_pole.short_name AS name,
            directory_pole.short_name AS text
        UNION ALL
        SELECT 2, 'theme', name || coalesce(' (' || detail || ')', ''),
            concat_ws(' ', name, detail)
        FROM theme
        UNION ALL
        SELECT 3, 'porteur', name, name FROM directory_structure
        WHERE id = directory_pole.carrier_id
        UNION ALL
        SELECT CASE WHEN is_over THEN 5 ELSE 4 END,
            CASE WHEN is_over THEN 'ancien' ELSE 'membre' END, name, name
        FROM (
            SELECT s.name, bool_and(coalesce(m.until <= %s, false)) AS is_over
            FROM directory_membership m
            JOIN directory_structure s ON s.id = m.structure_id
            WHERE m.pole_id = directory_pole.id
            GROUP BY s.id
        ) member
        UNION ALL
        SELECT 6, 'description', NULL, directory_pole.description
    ), held AS (
        SELECT rank, kind, name, to_tsvector('{SEARCH_CONFIG}', text) AS words FROM part
    )
    SELECT jsonb_agg(jsonb_build_array(kind, name, found) ORDER BY rank, name)
    FROM (
        SELECT rank, kind, name, array_agg(word::text) AS found
        FROM card, held, asked
        WHERE held.words @@ word AND NOT card.words @@ word
            AND NOT EXISTS (SELECT FROM question, card WHERE card.words @@ query)
        GROUP BY rank, kind, name
    ) told
"""


@dataclass(frozen=True)
class Match:
    """A part of a pole that holds words of a search, by the names it has.

    `kind`: 'nom' (its short name), 'theme', 'porteur', 'membre', 'ancien' (a member no
    more) or 'description', which has no name.
    """

    kind: str
    names: tuple


def with_matches(poles, wordings):
    """Annotate poles with what `matches_of` reads, for a question in `wordings`."""
    parameters = (list(wordings), timezone.localdate())
    return poles.annotate(found=RawSQL(MATCHES, parameters, output_field=JSONField()))


def matches_of(pole):
    """Why a pole annotated by `with_matches` answers, the best kind first.

    A word is told where it is found first. Empty when its card answers by itself.
    """
    kinds, told = {}, set()
    for kind, name, words in pole.found or ():
        names, held = kinds.setdefault(kind, ([], set()))
        names.append(name)
        held.update(words)
    matches = []
    for kind, (names, held) in kinds.items():
        if held - told:
            matches.append(Match(kind, tuple(filter(None, names))))
            told |= held
    return matches
