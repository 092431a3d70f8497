"""Links that let a pole's team speak for it: given, sent, used, revoked."""

from django.db import transaction
from django.utils import timezone

from charter import emails
from charter.models import TeamLink
from directory.models import Pole

from .locking import locked, locked_pole
from .refusals import Refused
from .rules import HIDDEN_TEAM, refuse_signing

Purpose = TeamLink.Purpose
NO_ADDRESS = (
    "Ce pôle n'a pas de courriel dans l'annuaire\u00a0: remettez-lui le lien vous-même."
)


@transaction.atomic
def give_link(pole, purpose, *, by=None, version=None, signature=None, to=None):
    """A new link of a pole. One that a curator gives takes the place of those still
    open for the same; what a visitor asks for ends none.

    `by` is the curator who asks for it, None for a visitor. Raise Refused when the pole
    is not in her scope, may not sign the version, or has no such signature in force.
    """
    found = locked(pole, by=by)
    if purpose == Purpose.SIGN:
        refuse_signing(found, version)
    elif found.merged_into_id:
        raise Refused("Cette fiche a été fusionnée dans une autre.")
    if purpose == Purpose.WITHDRAW:
        _refuse_withdrawing(found, signature)
    same = TeamLink.objects.filter(
        pole=found, purpose=purpose, version=version, signature=signature
    )
    now = timezone.now()
    if by is not None:
        same.open().update(revoked_at=now)
    return TeamLink.objects.create(
        pole=found,
        purpose=purpose,
        version=version,
        signature=signature,
        sent_to=to,
        created_by=by,
        expires_at=now + TeamLink.VALIDITY[purpose],
    )


@transaction.atomic
def send_link(pole, purpose, *, by=None, version=None, signature=None):
    """Give a link and send it to the generic address of the pole, and nowhere else.

    Raise Refused as `give_link` does, and when the pole has no address.
    """
    if not pole.email:
        raise Refused(NO_ADDRESS)
    link = give_link(
        pole, purpose, by=by, version=version, signature=signature, to=pole.email
    )
    emails.on_commit(emails.link_sent, link)
    return link


@transaction.atomic
def revoke_link(link, *, by):
    """Let a link serve no more; raise Refused when it is not in the scope of `by`."""
    found = locked(link, by=by)
    if found.is_open:
        found.revoked_at = timezone.now()
        found.save()


def _refuse_withdrawing(pole, signature):
    """Raise Refused unless a signature is in force, and the pole's."""
    signature = locked(signature)
    if signature.pole_id != pole.pk or not signature.is_in_force:
        raise Refused("Cette signature n'est pas celle du pôle, ou est déjà retirée.")


def use_for_team(link):
    """(link, pole) anew and locked, for a verb of the team.

    Raise Refused when the link serves no more, or the sheet of the pole is hidden.
    """
    pole = locked_pole(link.pole_id)
    link = use(link, Purpose.TEAM)
    if pole.publication != Pole.Publication.PUBLISHED:
        raise Refused(HIDDEN_TEAM)
    return link, pole


def use(link, purpose):
    """The link anew and locked, for a verb; raise Refused when it serves no more.

    What it speaks for, a pole or a signature, is locked before it.
    """
    found = TeamLink.objects.select_for_update().filter(pk=link.pk).first()
    if found is None or found.purpose != purpose or not found.is_open:
        raise Refused("Ce lien a déjà servi, ou n'est plus valable.")
    return found
