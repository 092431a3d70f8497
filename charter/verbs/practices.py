"""How a pole lives a commitment: told by its team, read by its curator, then shown."""

from django.db import transaction
from django.utils import timezone

from charter.models import Commitment, Practice
from directory.models import Pole, one_change

from .links import use_for_team
from .locking import locked
from .refusals import Refused

State = Practice.State


@transaction.atomic
def tell_practice(pole, commitment, *, text, url=None, year=None, link=None, by=None):
    """A practice to read, in place of the one of the pole that was still to read.

    Another row: a curator who has that one before her eyes never publishes this one.
    By a link of the team, or by a curator. Raise Refused when the link serves no more,
    the pole is out of the scope of `by`, or the commitment is not one that it may tell.
    """
    if link is not None:
        link, pole = use_for_team(link)
    else:
        pole = locked(pole, by=by)
    if pole.publication != Pole.Publication.PUBLISHED:
        raise Refused("Seul un pôle publié raconte ses pratiques.")
    if not Commitment.objects.tellable_by(pole).filter(pk=commitment.pk).exists():
        raise Refused("Cet engagement n'est pas de ceux que ce pôle peut raconter.")
    before = Practice.objects.proposed().filter(pole=pole, commitment=commitment)
    with one_change("pratique racontée", by=by):
        _replace(before)
        return Practice.objects.create(
            pole=pole, commitment=commitment, text=text, url=url, year=year
        )


@transaction.atomic
def publish_practice(practice, *, by):
    """Show a practice; the one that the pole told before is kept, and no longer shown.

    Raise Refused unless it is to be read, and in the scope of `by`.
    """
    practice = _to_read(practice, by=by)
    before = Practice.objects.filter(
        pole=practice.pole_id, commitment=practice.commitment_id, state=State.PUBLISHED
    )
    with one_change("pratique relue", by=by):
        _replace(before)
        _review(practice, State.PUBLISHED, by=by)


@transaction.atomic
def refuse_practice(practice, *, by, reason):
    """Do not show a practice, for a reason; raise Refused without one."""
    if not (reason or "").strip():
        raise Refused("Un refus a une raison.")
    practice = _to_read(practice, by=by)
    practice.refusal = reason
    with one_change("pratique refusée", by=by):
        _review(practice, State.REFUSED, by=by)


@transaction.atomic
def hide_practice(practice, *, by, reason):
    """Show a published practice no more, for a reason; raise Refused without one."""
    if not (reason or "").strip():
        raise Refused("Un retrait a une raison.")
    practice = locked(practice, by=by)
    if practice.state != State.PUBLISHED:
        raise Refused("Cette pratique n'est pas publiée.")
    practice.refusal = reason
    with one_change("pratique retirée", by=by):
        _review(practice, State.REFUSED, by=by)


def _to_read(practice, *, by):
    practice = locked(practice, by=by)
    if practice.state == State.REPLACED:
        raise Refused("Le pôle a récrit cette pratique\u00a0: lisez celle qui suit.")
    if practice.state != State.PROPOSED:
        raise Refused("Cette pratique a déjà été relue.")
    return practice


def _replace(practices):
    for practice in practices.select_for_update():
        practice.state = State.REPLACED
        practice.save()


def _review(practice, state, *, by):
    practice.state = state
    practice.reviewed_by, practice.reviewed_at = by, timezone.now()
    practice.save()
