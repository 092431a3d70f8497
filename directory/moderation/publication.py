"""What the public sees: published, withdrawn, confirmed."""

from django.db import transaction
from django.utils import timezone

from directory.models import Pole, one_change

from .locking import locked
from .refusals import Refused

CONFIRMED = "fiche confirmée"


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
    _confirm(locked(pole, by=by), role, by=by, reason=reason)


def confirm_all(poles, *, by, role=Pole.Role.NETWORK, reason=None):
    """Confirm the published ones among poles, as one change; return how many they are.

    Raise Refused, and confirm none, when one is gone or has left the scope of `by`.
    """
    with transaction.atomic(), one_change(reason or CONFIRMED, by=by):
        # in one order, so that two people who confirm the same ones do not lock up
        found = [locked(pole, by=by) for pole in sorted(poles, key=lambda one: one.pk)]
        shown = [one for one in found if one.publication == Pole.Publication.PUBLISHED]
        for pole in shown:
            _confirm(pole, role, by=by, reason=reason)
    return len(shown)


def _confirm(pole, role, *, by, reason):
    pole.confirmed_on, pole.confirmed_by = timezone.localdate(), role
    _save(pole, by=by, reason=reason or CONFIRMED)


def _set(pole, publication, *, by, reason):
    pole.publication = publication
    _save(pole, by=by, reason=reason)


def _save(pole, *, by, reason):
    with one_change(reason, by=by):
        pole.save()
