"""Rows that look like what is typed, or like one another."""

from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Greatest

from .duplicates import DistinctPair
from .expressions import NameKey, WebHost
from .likeness import LEAST, STRONG, Facts, likeness
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


def alike_for(user, row):
    """(rows within a user's scope that look like a row, whether one does elsewhere).

    The row may not be saved yet. Those told apart from it are left out. Elsewhere only
    what the public sees counts, and only when the likeness is strong: a draft that
    another network keeps is told to no one.
    """
    rows, facts = type(row).objects.all(), facts_of(row)
    if row.pk:
        told_apart = DistinctPair.objects.keys_apart_from(row)
        rows = rows.exclude(pk__in=[row.pk, *told_apart])
    scope = rows.for_curator(user)
    found = alike(scope, facts)
    everywhere = alike(rows, facts, most=MOST_JUDGED)
    strong = {one.row.pk for one in everywhere if one.score >= STRONG}
    outside = strong - set(scope.filter(pk__in=strong).values_list("pk", flat=True))
    shown = (
        rows.published()
        if rows.model is Pole
        else Structure.objects.in_published_poles()
    )
    return found, bool(outside) and shown.filter(pk__in=outside).exists()


def alike(rows, facts, *, most=MOST_SHOWN):
    """Among rows of a QuerySet, those that look like the facts, the likest first.

    A list of Alike, in one query; rows merged into another are left out. Candidates
    have the same SIREN, host or carrier, or a name whose key shares trigrams: each
    found by an index among structures; poles are few enough to be read.
    """
    find = pole_candidates if rows.model is Pole else structure_candidates
    rows = with_facts(rows.filter(merged_into__isnull=True))
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
