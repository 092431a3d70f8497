"""Poles or structures, as the addresses of a page that serves both name them."""

from django.http import Http404

from directory.models import DistinctPair, Pole, Structure
from directory.permissions import get_curated_pole, get_curated_structure

MODELS = {DistinctPair.Noun.POLE: Pole, DistinctPair.Noun.STRUCTURE: Structure}
GETTERS = {
    DistinctPair.Noun.POLE: get_curated_pole,
    DistinctPair.Noun.STRUCTURE: get_curated_structure,
}


def get_noun(query):
    """The noun of a query string, poles when it tells none; 404 for another."""
    try:
        return DistinctPair.Noun(query.get("noun", DistinctPair.Noun.POLE))
    except ValueError as error:
        raise Http404("Cette page n'existe pas.") from error


def get_curated(user, noun, query, name):
    """The row whose key a query string tells, within a user's scope, or 404."""
    return GETTERS[noun](user, query.get(name))
