"""The page of a signature: its steps, and what a curator decides of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from charter.models import Signature, SignatureStep, TeamLink
from charter.verbs import verify_signature, withdraw_signature

from .decisions import Decision, decide, status_of
from .pages import desk_page
from .waiting import signatures_to_check

State = Signature.State
VERIFY = Decision("Vérifier", verify_signature, "La signature est vérifiée.")
WITHDRAW = Decision(
    "Retirer",
    withdraw_signature,
    "La signature est retirée\u00a0: elle ne se voit plus.",
    asks_why=True,
    grave=True,
)
DECISIONS = {
    State.DECLARED: {"verifier": VERIFY, "retirer": WITHDRAW},
    State.VERIFIED: {"retirer": WITHDRAW},
}


def charter_signature(request, pk):
    signature = _signature(request, pk)
    decisions = DECISIONS.get(signature.state, {})
    form, refused, done = decide(request, signature, decisions)
    if done:
        messages.success(request, done.done)
        return redirect("charter_desk:signature", pk)
    if refused:
        signature = _signature(request, pk)
    context = {
        "signature": signature,
        "pole": signature.pole or signature.version.charter.pole,
        "steps": signature.steps.select_related("by"),
        "decisions": DECISIONS.get(signature.state, {}).items(),
        "form": form,
        "link": _link_used(signature),
        "refused": refused,
        "next": signatures_to_check(request.user).exclude(pk=pk).first(),
    }
    return desk_page(
        request,
        "signature.html",
        context,
        title=f"Signature de «\u00a0{signature.signer}\u00a0»",
        status=status_of(form, refused),
    )


def _link_used(signature):
    """The link by which a signature was declared; None when it is not known."""
    first = signature.steps.first()
    if first is None or first.through != SignatureStep.Through.LINK:
        return None
    links = TeamLink.objects.filter(
        pole=signature.pole_id, version=signature.version_id, used_at__gte=first.at
    )
    return links.select_related("created_by").order_by("used_at").first()


def _signature(request, pk):
    mine = Signature.objects.for_curator(request.user)
    related = ("pole", "structure", "version__charter__pole", "source")
    return get_object_or_404(mine.select_related(*related), pk=pk)
