"""Rows that look like what is typed, or like one another."""

from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Greatest

from .expressions import NameKey, WebHost
from .likeness import LEAST, Facts, likeness
from .poles import Pole
from .structures import Structure

# Rows judged one by one; the database sorts them out by the coarse likeness of names.
MOST_JUDGED = 40
MOST_SHOWN = 5


@dataclass(frozen=True)
class Alike:
    """A row that looks like some facts: how much, from 0 to 1, and why, in French."""

    row: Pole | Structure
    score: float
    reasons: list


def facts_of(row):
    """Facts of a row; its territory is read."""
    return Facts.of_pole(row) if isinstance(row, Pole) else Facts.of_structure(row)


def with_facts(rows):
    """Rows of a QuerySet with what `facts_of` reads of others."""
    return rows.select_related("seat" if rows.model is Pole else "commune")


def alike(rows, facts, *, but=None, most=MOST_SHOWN):
    """Among rows of a QuerySet, those that look like the facts, the likest first.

    A list of Alike, in one query, the row of key `but` left out, and those merged into
    another. Candidates have the same SIREN, host or carrier, or a name whose key shares
    trigrams: on structures, each by an index; poles are few enough to be read.
    """
    find = pole_candidates if rows.model is Pole else structure_candidates
    rows = with_facts(rows.filter(merged_into__isnull=True).exclude(pk=but))
    found = [
        Alike(row, *likeness(facts, facts_of(row)))
        for row in find(rows, facts)[:MOST_JUDGED]
    ]
    found.sort(key=lambda one: (-one.score, one.row.pk))
    return [one for one in found if one.score >= LEAST][:most]


def pole_candidates(rows, facts):
    same = Q(pk__in=[])
    if facts.host:
        same |= Q(host=facts.host, website_is_carriers=False)
    if facts.carrier:
        same |= Q(carrier=facts.carrier)
    closeness = [
        TrigramSimilarity(NameKey(name), key)
        for key in facts.keys
        for name in ("name", "short_name")
    ]
    rows = rows.alias(
        host=WebHost("website"),
        closeness=Greatest(*closeness, Value(0.0), Value(0.0)),
    )
    return rows.filter(same | Q(closeness__gte=LEAST)).order_by(
        *nearest_first(same, facts.commune and Q(seat=facts.commune))
    )


def structure_candidates(rows, facts):
    same = Q(pk__in=[])
    if facts.siren:
        same |= Q(siren=facts.siren)
    if facts.host:
        same |= Q(website_host=facts.host)
    close, closeness = Q(pk__in=[]), [Value(0.0), Value(0.0)]
    for key in facts.keys:
        close |= Q(name_key__trigram_similar=key)
        closeness.append(TrigramSimilarity("name_key", key))
    rows = rows.alias(closeness=Greatest(*closeness))
    return rows.filter(same | close).order_by(
        *nearest_first(same, facts.commune and Q(commune=facts.commune))
    )


def nearest_first(same, here):
    """Order of candidates: a proof first, then by name, those of the commune ahead."""
    ahead = [When(here, then=Value(0.3))] if here else []
    bonus = Case(*ahead, default=Value(0.0))
    proof = Case(When(same, then=Value(1.0)), default=Value(0.0))
    return [(proof + F("closeness") + bonus).desc(), "pk"]
