"""Who edits the entries of a network: invited, accepted, changed, dismissed.

Rights are locked by way of their network, so that two managers who dismiss each other
at one moment do not leave it without any.
"""

from functools import partial

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from directory.emails import invitation_email, site_origin
from directory.models import Curator, Invitation, Network, accounts_of, one_change
from directory.models.invitations import VALIDITY
from directory.permissions import EDITORS, role_of
from directory.throttle import allowed

from .refusals import Refused

MOST_PENDING = 20
MOST_EMAILS_AN_HOUR = 5


@transaction.atomic
def invite(network, email, *, by, role=Curator.Role.CURATOR, origin=None):
    """Invite an e-mail address; a pending invitation to it is sent anew.

    `origin` is what its link begins with: see `site_origin`.
    """
    network = _lock_network(network, by)
    email = email.strip().lower()
    if network.curators.filter(user__email__iexact=email).exists():
        raise Refused("Cette personne a déjà accès à ce réseau.")
    pending = network.invitations.pending()
    invitation = pending.sent_to(email).first()
    if invitation is None:
        if pending.count() >= MOST_PENDING:
            raise Refused(
                f"Ce réseau a déjà {MOST_PENDING} invitations en attente : "
                "annulez celles qui ne servent plus."
            )
        invitation = Invitation(network=network, email=email)
    invitation.role = role
    invitation.invited_by = by
    invitation.expires_at = timezone.now() + VALIDITY
    invitation.save()
    _send(invitation, origin or site_origin())
    return invitation


def _send(invitation, origin):
    often = {"times": MOST_EMAILS_AN_HOUR, "seconds": 3600}
    if not allowed("invitation", invitation.network_id, invitation.email, **often):
        raise Refused(
            f"{MOST_EMAILS_AN_HOUR} courriels sont déjà partis à cette adresse depuis "
            "une heure : attendez avant d'en envoyer un autre."
        )
    link = origin + reverse("curation:invitation", args=[invitation.token])
    transaction.on_commit(partial(invitation_email, invitation, link))


def accept(invitation, *, user):
    """Give what was offered to the account of the address, once; return the right.

    `user` may be a new account, not saved yet: it is created with the right. Raise
    Refused when who invited no longer manages the network.
    """
    with transaction.atomic(), one_change("Invitation acceptée"):
        # the network first, as everywhere here
        _lock_network(invitation.network, None)
        invitation = _lock_pending(invitation)
        _refuse_without_inviter(invitation)
        if user.pk is None:
            _open_account(user, invitation)
        elif not user.is_active or user.email.lower() != invitation.email.lower():
            raise Refused("Cette invitation est adressée à un autre compte.")
        invitation.accepted_at = timezone.now()
        invitation.accepted_by = user
        invitation.save()
        network = invitation.network
        right = Curator.objects.filter(user=user, network=network).first()
        return right or _give(network, user, invitation.role, by=invitation.invited_by)


def revoke(invitation, *, by):
    """Cancel a pending invitation: its links open nothing any more."""
    with transaction.atomic():
        _lock_network(invitation.network, by)
        invitation = _lock_pending(invitation)
        invitation.revoked_at = timezone.now()
        invitation.save()
        return invitation


def grant(network, user, *, by, role=Curator.Role.CURATOR, reason=None):
    """Give a right to an account, without an invitation."""
    with transaction.atomic(), one_change(reason):
        network = _lock_network(network, by)
        if network.curators.filter(user=user).exists():
            raise Refused("Cette personne a déjà accès à ce réseau.")
        return _give(network, user, role, by=by)


def change_role(curator, role, *, by, reason=None):
    """Make someone a manager of a network, or no longer one."""
    with transaction.atomic(), one_change(reason):
        right = _lock_right(curator, by)
        if role != Curator.Role.MANAGER:
            _keep_a_manager(right, by)
            cancel_invitations(right.user, right.network)
        right.role = role
        right._history_user = by
        right.save()
        return right


def dismiss(curator, *, by, reason=None):
    """End a right at once, with the invitations that this person sent.

    An account without any right left is no longer one of the admin.
    """
    with transaction.atomic(), one_change(reason):
        right = _lock_right(curator, by)
        _keep_a_manager(right, by)
        cancel_invitations(right.user, right.network)
        right._history_user = by
        right.delete()
        user = _lock_account(right.user)
        if not (user.is_superuser or user.curated_networks.exists()):
            user.is_staff = False
            user.save(update_fields=["is_staff"])


@transaction.atomic
def cancel_invitations(user, *networks):
    """Cancel what someone sent for networks that she manages no more.

    For all of them, without any: before her account is deleted.
    """
    sent = Invitation.objects.pending().filter(invited_by=user)
    if networks:
        sent = sent.filter(network__in=networks)
    for invitation in sent.select_for_update():
        invitation.revoked_at = timezone.now()
        invitation.save()


# --- Steps of the verbs --------------------------------------------------------


def _lock_network(network, by):
    """The row of a network whose people `by` manages: locked, then checked."""
    rows = Network.objects.select_for_update(no_key=True)
    found = rows.filter(pk=network.pk).first()
    managed = Network.objects.all() if by is None else Network.objects.managed_by(by)
    if found is None or not managed.filter(pk=found.pk).exists():
        raise Refused("Vous n'êtes pas responsable de ce réseau.")
    return found


def _lock_right(curator, by):
    """The row of a right, locked with its network."""
    _lock_network(curator.network, by)
    rights = Curator.objects.select_related("user", "network")
    right = rights.select_for_update(of=["self"]).filter(pk=curator.pk).first()
    if right is None:
        raise Refused("Cet accès est déjà retiré.")
    return right


def _lock_pending(invitation):
    """The row of an invitation that still holds, locked.

    All those of its address are, so that two accepted at one moment open one account.
    """
    rows = Invitation.objects.sent_to(invitation.email).order_by("pk")
    locked = {row.pk: row for row in rows.select_for_update()}
    found = locked.get(invitation.pk)
    if found is None or found.revoked_at:
        raise Refused("Cette invitation a été annulée.")
    if found.accepted_at:
        raise Refused("Cette invitation a déjà servi.")
    if not found.is_pending:
        raise Refused("Cette invitation a expiré.")
    return found


def _refuse_without_inviter(invitation):
    if not invitation.sender_manages:
        raise Refused(
            "La personne qui vous a invité n'est plus responsable de ce réseau : "
            "demandez une nouvelle invitation."
        )


def _open_account(user, invitation):
    if accounts_of(invitation.email).exists():
        raise Refused("Un compte existe déjà pour cette adresse.")
    user.email = invitation.email
    user.is_staff = True
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        user.pk = None
        raise Refused("Ce nom de compte vient d'être pris.") from error


def _give(network, user, role, *, by):
    right = Curator(network=network, user=user, role=role)
    right._history_user = by
    right.save()
    user = _lock_account(user)
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
    return right


def _lock_account(user):
    """The row of an account, locked: one right given while another ends."""
    accounts = get_user_model().objects.select_for_update(no_key=True)
    return accounts.get(pk=user.pk)


def _keep_a_manager(right, by):
    """Refuse to take the last manager from a network, unless editors decide so."""
    if by is None or role_of(by) in EDITORS:
        return
    if right.network.curators.alone_to_manage().filter(pk=right.pk).exists():
        raise Refused(
            "C'est la seule personne responsable de ce réseau : "
            "nommez-en d'abord une autre."
        )
