"""What the public sees: published, withdrawn, confirmed."""

from django.db import transaction
from django.utils import timezone

from directory.models import Pole, one_change

from .locking import locked
from .refusals import Refused


def missing_to_publish(pole):
    """French names of what a published entry must tell and this one does not.

    Where the seat is, were it no finer than the région, what the pole does and one
    source at least: without them a visitor could neither find nor believe it.
    """
    needs = {
        "ce que fait le pôle": bool(pole.description),
        "son siège (commune, département ou région)": pole.seat_id is not None,
        "une source": pole.sources.exists(),
        "un réseau qui tient la fiche": pole.stewards.exists(),
    }
    return [name for name, told in needs.items() if not told]


@transaction.atomic
def publish(pole, *, by, reason=None):
    """Show a draft or an archived pole to the public.

    Raise Refused when it is published or merged, or lacks what an entry must tell.
    """
    pole = locked(pole, by=by)
    if pole.publication == Pole.Publication.PUBLISHED:
        raise Refused("Cette fiche est déjà publiée.")
    if pole.merged_into_id:
        raise Refused("Cette fiche a été fusionnée dans une autre.")
    if missing := missing_to_publish(pole):
        raise Refused(f"Pour publier, il manque : {', '.join(missing)}.")
    _set(pole, Pole.Publication.PUBLISHED, by=by, reason=reason)


@transaction.atomic
def unpublish(pole, *, by, reason=None):
    """Make a draft of a published pole; raise Refused when it is not published."""
    pole = locked(pole, by=by)
    if pole.publication != Pole.Publication.PUBLISHED:
        raise Refused("Cette fiche n'est pas publiée.")
    _set(pole, Pole.Publication.DRAFT, by=by, reason=reason)


@transaction.atomic
def confirm(pole, *, by, role=Pole.Role.NETWORK, reason=None):
    """Note that someone checked the whole entry today; `role` tells on whose behalf."""
    pole = locked(pole, by=by)
    pole.confirmed_on, pole.confirmed_by = timezone.localdate(), role
    _save(pole, by=by, reason=reason or "fiche confirmée")


def _set(pole, publication, *, by, reason):
    pole.publication = publication
    _save(pole, by=by, reason=reason)


def _save(pole, *, by, reason):
    with one_change(reason, by=by):
        pole.save()
