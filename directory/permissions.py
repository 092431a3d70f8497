"""The function that fetches is the function that authorises."""

from django.core.exceptions import ValidationError
from django.db.models import Q, TextChoices
from django.http import Http404
from django.shortcuts import get_object_or_404

from .models import (
    Curator,
    ImportBatch,
    Invitation,
    Network,
    Pole,
    Structure,
    Suggestion,
    Territory,
)


class Role(TextChoices):
    """What an account is in the admin; `role_of` tells which."""

    SUPERUSER = "superutilisateur", "administration technique"
    EDITOR = "edition", "édition nationale"
    CURATOR = "curation", "curation d'un réseau"


EDITORS = frozenset({Role.SUPERUSER, Role.EDITOR})
CURATORS = EDITORS | {Role.CURATOR}


def role_of(user):
    """The role of an account; None when it curates nothing, or is inactive. One query.

    Asked at each request: a right withdrawn is gone at the next one.
    """
    if not (user.is_active and user.is_staff):
        return None
    if user.is_superuser:
        return Role.SUPERUSER
    networks = Network.objects.curated_by(user).values_list("edits_all", flat=True)
    found = set(networks)
    if not found:
        return None
    return Role.EDITOR if True in found else Role.CURATOR


def get_public_pole(slug, *, queryset=None):
    """A published pole, or 404: a draft is told to no one."""
    poles = Pole.objects.all() if queryset is None else queryset
    return get_object_or_404(poles.published(), slug=slug)


def was_public(slug):
    """Whether an address was once that of a published pole, archived or deleted since.

    Never of one that is a draft today: it is told to no one.
    """
    shown = Pole.history.filter(slug=slug, publication=Pole.Publication.PUBLISHED)
    living = Pole.objects.exclude(publication=Pole.Publication.ARCHIVED)
    here = living.filter(Q(slug=slug) | Q(aliases__slug=slug))
    return shown.exists() and not here.exists()


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
        Territory.objects.select_related(*Territory.PARENTS),
        level=level,
        code=code.upper(),
    )


def get_curated_pole(user, pk, *, queryset=None):
    """A pole within a user's scope, drafts included, or 404."""
    poles = Pole.objects.all() if queryset is None else queryset
    return _get_curated(poles.for_curator(user), pk=pk)


def get_curated_structure(user, pk, *, queryset=None):
    """A structure within a user's scope, archived ones included, or 404."""
    structures = Structure.objects.all() if queryset is None else queryset
    return _get_curated(structures.for_curator(user), pk=pk)


def get_curated_suggestion(user, public_id, *, queryset=None):
    """A suggestion sent to one of a user's networks, settled ones included, or 404."""
    suggestions = Suggestion.objects.all() if queryset is None else queryset
    return _get_curated(suggestions.for_curator(user), public_id=public_id)


def get_import_batch(user, pk):
    """An import that the user or her networks applied, or 404."""
    return _get_curated(ImportBatch.objects.for_curator(user), pk=pk)


def get_managed_network(user, slug):
    """A network whose people a user invites and dismisses, or 404."""
    return _get_curated(Network.objects.managed_by(user), slug=slug)


def get_managed_right(user, pk):
    """The right of someone in one of the networks that a user manages, or 404."""
    rights = Curator.objects.managed_by(user).select_related("user", "network")
    return _get_curated(rights, pk=pk)


def get_managed_invitation(user, pk):
    """An invitation to one of the networks that a user manages, or 404."""
    invitations = Invitation.objects.managed_by(user).select_related("network")
    return _get_curated(invitations, pk=pk)


def _get_curated(rows, **key):
    """One row, or 404: what is missing, malformed or out of scope looks the same."""
    try:
        return get_object_or_404(rows, **key)
    except (ValueError, ValidationError) as error:
        raise Http404("Cette page n'existe pas.") from error
