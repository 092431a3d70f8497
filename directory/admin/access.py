"""Who has access to the entries of each network, and how to invite someone."""

from functools import partial

from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from directory import moderation
from directory.emails import site_origin
from directory.models import Curator, Invitation, Network
from directory.permissions import EDITORS, get_managed_network

from .access_forms import InviteForm
from .confirmations import attempt
from .doors import door, render_door
from .rights import role

A_PAGE = 10


@door("Qui a accès : les personnes de ses réseaux")
@require_safe
def access(request):
    networks = Network.objects.curated_by(request.user)
    if text := request.GET.get("q", "").strip():
        networks = networks.named_like(text)
    return _show(request, networks, {"q": text})


@door("Qui a accès : inviter, quand on est responsable du réseau")
def invite(request, slug):
    network = get_managed_network(request.user, slug)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verb = partial(
            moderation.invite,
            network,
            by=request.user,
            origin=site_origin(request),
            **form.cleaned_data,
        )
        done = f"Invitation envoyée à {form.cleaned_data['email']}."
        if attempt(request, verb, done, form):
            return redirect("curation:access")
    networks = Network.objects.filter(pk=network.pk)
    return _show(request, networks, {"form": form})


def _show(request, networks, context):
    rights = Curator.objects.with_accounts()
    pending = Invitation.objects.pending().select_related("invited_by")
    networks = networks.prefetch_related(
        Prefetch("curators", rights), Prefetch("invitations", pending)
    )
    managed = Network.objects.managed_by(request.user)
    page = Paginator(networks, A_PAGE).get_page(request.GET.get("page"))
    sees_all = role(request) in EDITORS
    # those whom nobody but an editor may take from their network
    alone = Curator.objects.filter(network__in=list(page)).alone_to_manage()
    kept = set() if sees_all else set(alone.values_list("pk", flat=True))
    accounts = get_user_model().objects.filter(is_active=True)
    return render_door(
        request,
        "admin/curation/access.html",
        {
            "networks": page,
            "kept": kept,
            "managed": set(managed.values_list("pk", flat=True)),
            "superusers": accounts.filter(is_superuser=True).order_by("username"),
            "editors": Curator.objects.of_every_entry().with_accounts(),
            "sees_all": sees_all,
            **context,
        },
        title="Qui a accès",
    )
