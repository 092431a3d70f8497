"""Asking for a link, and what a link opens."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from charter.forms import AskForm, SignForm
from charter.models import Charter, CharterVersion
from charter.verbs import Refused, sign, withdraw_signature
from charter.verbs.asking import ask_link
from charter.verbs.rules import refuse_signing
from directory.models import Pole, first_to_call

from .demands import may_ask
from .doors import (
    Purpose,
    follow,
    is_public,
    pole_of,
    private,
    refuse,
    signature_of,
    why_closed,
)
from .team import show_team

DONE = "fait"


@never_cache
def how_to_sign(request):
    """What signing is; a POST sends a link, and answers the same in every case."""
    data = request.POST if request.method == "POST" else None
    form = AskForm(data, initial=request.GET.dict())
    if form.is_valid():
        pole, (purpose, version) = form.cleaned_data["pole"], form.cleaned_data["pour"]
        try:
            if may_ask(request):
                ask_link(pole, purpose, version=version)
        except Refused as refusal:
            form.add_error("pole", str(refusal))
        else:
            return redirect(f"{request.path}?demande={pole.slug}#demande")
    published = Pole.objects.published()
    asked = published.filter(slug=request.GET.get("demande", "")).first()
    context = {
        "form": form,
        "poles": published.in_name_order().values_list("name", flat=True),
        "awaited": _awaited(),
        "asked": asked,
        "networks": first_to_call(asked.networks_to_call()) if asked else [],
    }
    return render(request, "charter/how_to_sign.html", context)


def _awaited():
    """Versions of the national charter that are not signed here for want of a text."""
    versions = CharterVersion.objects.awaited().of_kind(Charter.Kind.NATIONAL)
    return versions.select_related("charter").newest_first()


@private
def link(request, token):
    """GET changes nothing: scanners of mailboxes follow links."""
    found = follow(token)
    if found is None:
        return refuse(request, found)
    if DONE in request.GET and found.used_at and request.method != "POST":
        return _done(request, found)
    if why_closed(found):
        return refuse(request, found)
    show = {
        Purpose.SIGN: _sign,
        Purpose.WITHDRAW: _withdraw,
        Purpose.TEAM: show_team,
    }[found.purpose]
    return show(request, found)


def _sign(request, link):
    data = request.POST if request.method == "POST" else None
    form = SignForm(data, has_address=bool(link.sent_to or link.pole.email))
    if form.is_valid():
        told = form.cleaned_data
        try:
            sign(link, name=told["name"], role=told["role"], email=told["email"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{request.path}?{DONE}")
    context = {
        "link": link,
        "pole": link.pole,
        "version": link.version,
        "commitments": link.version.commitments.in_order(),
        "forbidden": _why_not(link) if not form.is_bound else None,
        "form": form,
    }
    return render(request, "charter/sign.html", context)


def _why_not(link):
    """Why the pole of a link may not sign, in words; None when it may."""
    try:
        refuse_signing(link.pole, link.version)
    except Refused as refusal:
        return str(refusal)
    return None


def _withdraw(request, link):
    refusal = None
    if request.method == "POST":
        try:
            withdraw_signature(link.signature, link=link)
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect(f"{request.path}?{DONE}")
    context = {"link": link, "signature": link.signature, "refusal": refusal}
    return render(request, "charter/withdraw.html", context)


def _done(request, link):
    """What a link did; gone once that is no longer so."""
    signature = signature_of(link)
    if (link.purpose == Purpose.SIGN) != (signature is not None):
        return refuse(request, link)
    pole = pole_of(link)
    context = {
        "pole": pole,
        "version": (signature or link.signature).version,
        "signature": signature,
        "has_address": bool(link.sent_to or pole.email),
        "is_public": is_public(pole),
    }
    if signature:
        return render(request, "charter/sign_done.html", context)
    return render(request, "charter/withdraw_done.html", context)
