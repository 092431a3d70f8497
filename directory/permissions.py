"""The function that fetches is the function that authorises."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from .models import Pole, Structure, Territory


def get_public_pole(slug, *, queryset=None):
    """A published pole, or 404: a draft is told to no one."""
    poles = Pole.objects.all() if queryset is None else queryset
    return get_object_or_404(poles.published(), slug=slug)


def get_public_structure(slug):
    """A structure that takes part in a published pole, or 404."""
    return get_object_or_404(
        Structure.objects.in_published_poles().select_related("kind", "commune"),
        slug=slug,
    )


def get_territory(level, code):
    """A territory by its official code, whatever the case of its letters, or 404."""
    if level not in Territory.Level.values:
        raise Http404("Échelon inconnu.")
    return get_object_or_404(
        Territory.objects.select_related("departement", "region", "epci", "ept"),
        level=level,
        code=code.upper(),
    )
