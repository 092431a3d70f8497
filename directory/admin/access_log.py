"""The log of rights, in words: who gave what to whom, and when."""

from django.core.paginator import Paginator
from django.http import Http404
from django.views.decorators.http import require_safe

from directory.models import Curator, Invitation, Network, account_name
from directory.models.access_log import (
    RIGHT,
    SENT,
    access_events,
    records_of_rights,
)
from directory.permissions import EDITORS

from .doors import door, render_door

A_PAGE = 50
NOBODY = "Une commande, ou un compte supprimé"
GONE = "un compte supprimé"


@door("Journal des accès : qui a donné quel droit à qui", roles=EDITORS)
@require_safe
def access_log(request):
    network = None
    if slug := request.GET.get("reseau"):
        network = Network.objects.filter(slug=slug).first()
        if network is None:
            raise Http404("Ce réseau n'existe pas.")
    page = Paginator(access_events(network), A_PAGE).get_page(request.GET.get("page"))
    return render_door(
        request,
        "admin/curation/access_log.html",
        {"page": page, "lines": tell(page), "network": network},
        title="Journal des accès",
    )


def tell(events):
    """Lines of the log: `at`, `by` whom and `what`, in two queries for any number."""
    events = list(events)
    rights = [event["row"] for event in events if event["kind"] == RIGHT]
    others = [event["row"] for event in events if event["kind"] != RIGHT]
    records = records_of_rights(rights)
    invitations = Invitation.objects.select_related("network", "invited_by")
    invitations = invitations.in_bulk(others)
    for event in events:
        if event["kind"] == RIGHT:
            line = _tell_right(records[event["row"]])
        else:
            line = _tell_invitation(invitations[event["row"]], event["kind"] == SENT)
        yield line | {"at": event["at"]}


def _tell_right(record):
    who = account_name(record.user) if record.user else GONE
    where = f"« {record.network or 'un réseau supprimé'} »"
    role = f"« {record.get_role_display()} »"
    if record.history_type == "+":
        what = f"donne accès à {who}, pour {where} : {role}"
    elif record.history_type == "-":
        what = f"retire l'accès de {who}, pour {where}"
    else:
        before = Curator.Role(record.before).label if record.before else "?"
        what = f"change le rôle de {who}, pour {where} : de « {before} » à {role}"
    by = account_name(record.history_user) if record.history_user else NOBODY
    return {"by": by, "what": what, "reason": record.history_change_reason}


def _tell_invitation(invitation, sent):
    """Who cancelled an invitation is not kept."""
    where = f"« {invitation.network} »"
    role = f"« {invitation.get_role_display()} »"
    if not sent:
        what = f"Invitation de {invitation.email} annulée, pour {where}"
        return {"by": None, "what": what}
    inviter = invitation.invited_by
    what = f"invite {invitation.email}, pour {where} : {role}"
    return {"by": account_name(inviter) if inviter else NOBODY, "what": what}
