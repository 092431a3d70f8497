"""What managers change in who has access: each page asks before it acts."""

from functools import partial

from django.http import Http404

from directory import moderation
from directory.emails import site_origin
from directory.models import Curator, account_name
from directory.permissions import get_managed_invitation, get_managed_right

from .confirmations import confirm
from .doors import door


@door("Qui a accès : retirer un accès, quand on est responsable du réseau")
def dismiss(request, pk):
    right = get_managed_right(request.user, pk)
    name, network = account_name(right.user), right.network
    return confirm(
        request,
        partial(moderation.dismiss, right, by=request.user),
        title=f"Retirer l'accès de {name}",
        words=[
            f"{name} ne pourra plus modifier les fiches de « {network} », dès "
            "maintenant.",
            "Les invitations que cette personne a envoyées et qui attendent encore "
            "seront annulées. L'historique de ses modifications reste.",
        ],
        button="Retirer l'accès",
        done=f"{name} n'a plus accès à « {network} ».",
        back="curation:access" if right.user != request.user else "admin:index",
        grave=True,
    )


@door("Qui a accès : changer un rôle, quand on est responsable du réseau")
def change_role(request, pk, role):
    """The new role is in the address, so that a second click undoes nothing."""
    if role not in Curator.Role.values:
        raise Http404("Ce rôle n'existe pas.")
    right = get_managed_right(request.user, pk)
    name, network = account_name(right.user), right.network
    manager = role == Curator.Role.MANAGER
    return confirm(
        request,
        partial(moderation.change_role, right, role, by=request.user),
        title=f"Changer le rôle de {name}",
        words=[_after(name, network, manager=manager)],
        button="Nommer responsable" if manager else "Ne plus nommer responsable",
        done=f"Le rôle de {name} est changé.",
        back="curation:access",
    )


def _after(name, network, *, manager):
    """What someone may do once her role is changed."""
    if manager:
        return (
            f"{name} pourra aussi inviter des collègues à « {network} », voir leurs "
            "courriels et retirer leur accès."
        )
    return (
        f"{name} tiendra toujours les fiches de « {network} », mais ne pourra plus "
        "inviter ni retirer personne."
    )


@door("Qui a accès : renvoyer une invitation, quand on est responsable du réseau")
def resend_invitation(request, pk):
    found = get_managed_invitation(request.user, pk)
    verb = partial(
        moderation.invite,
        found.network,
        found.email,
        role=found.role,
        by=request.user,
        origin=site_origin(request),
    )
    return confirm(
        request,
        verb,
        title="Renvoyer l'invitation",
        words=[f"Un nouveau lien, valable sept jours, partira à {found.email}."],
        button="Renvoyer",
        done=f"Invitation renvoyée à {found.email}.",
        back="curation:access",
    )


@door("Qui a accès : annuler une invitation, quand on est responsable du réseau")
def revoke_invitation(request, pk):
    found = get_managed_invitation(request.user, pk)
    return confirm(
        request,
        partial(moderation.revoke_invitation, found, by=request.user),
        title="Annuler l'invitation",
        words=[f"Le lien envoyé à {found.email} ne donnera plus accès à rien."],
        button="Annuler l'invitation",
        done=f"L'invitation de {found.email} est annulée.",
        back="curation:access",
        grave=True,
    )
