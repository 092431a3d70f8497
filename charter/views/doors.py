"""Pages that a link opens: kept by no cache, known to no search engine."""

from functools import wraps

from django.core.signing import BadSignature
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from charter.models import TeamLink
from directory.models import Pole, first_to_call

Purpose = TeamLink.Purpose


def private(view):
    """A view of whoever holds a link: its address goes nowhere else."""

    @wraps(view)
    @never_cache
    @sensitive_post_parameters()
    def door(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        # not no-referrer, which would take the Origin from the form as well: CSRF
        # needs it
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return door


def follow(token, purpose=None):
    """The link of a token, None when it is altered or of another purpose."""
    try:
        link = TeamLink.objects.of_token(token)
    except (BadSignature, TeamLink.DoesNotExist):
        return None
    return link if purpose in (None, link.purpose) else None


def why_closed(link):
    """Why a link serves no more: 'used', 'revoked', 'expired', or 'hidden'.

    'hidden' when the sheet of its pole is not public, unless it is to withdraw. None
    while it serves.
    """
    if link.used_at:
        return "used"
    if link.revoked_at:
        return "revoked"
    if link.expires_at <= timezone.now():
        return "expired"
    shown = is_public(link.pole) or link.purpose == Purpose.WITHDRAW
    return None if shown else "hidden"


def is_public(pole):
    return pole.publication == Pole.Publication.PUBLISHED


def pole_of(link):
    """The pole that a link speaks for; since a merger, the one that was kept.

    For a link to withdraw, whoever holds the signature.
    """
    if link.signature:
        return link.signature.pole
    pole = link.pole
    while pole.merged_into_id:
        pole = pole.merged_into
    return pole


def refuse(request, link):
    """The page that says why a link opens nothing, with a way out.

    404 for an altered link, None; 410 for one that serves no more.
    """
    if link is None:
        return render(request, "charter/refused.html", status=404)
    pole, signature = pole_of(link), signature_of(link)
    context = {
        "link": link,
        "pole": pole,
        "why": why_closed(link),
        "is_public": is_public(pole),
        "networks": first_to_call(pole.networks_to_call()),
        "signature": signature,
        "asked_next": asked_next(link, signature),
    }
    return render(request, "charter/refused.html", context, status=410)


def signature_of(link):
    """The signature in force of what a link signs or withdraws; None without."""
    version = version_of(link)
    if version is None:
        return None
    signatures = pole_of(link).signatures.in_force().filter(version=version)
    return signatures.select_related("version__charter").first()


def version_of(link):
    """The version that a link signs or withdraws from, None for a team's."""
    return link.version or (link.signature and link.signature.version)


def asked_next(link, signature):
    """The choice of `AskForm` for what may be done after a link: undo, or do again."""
    version = version_of(link)
    if version is None:
        return link.purpose
    return f"{Purpose.WITHDRAW if signature else Purpose.SIGN}-{version.pk}"
