"""Doors of a version: announced, published for ever, copied."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect

from charter.models import CharterVersion
from charter.verbs import Refused, announce_version, copy_version, publish_version

from .asking import CopyForm
from .decisions import CONFLICT, UNFIT
from .opened import last_records
from .pages import desk_page
from .versions import PARTS

CHANGED = "Le texte a changé depuis que cette page l'a montré\u00a0: relisez-le."
ANNOUNCED = (
    "La version est annoncée\u00a0: le public la voit à sa date, sans son texte."
)


def charter_announce(request, pk):
    version = _version(request, pk)
    try:
        announce_version(version, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, ANNOUNCED)
    return redirect("admin:charter_charterversion_change", pk)


def charter_publish(request, pk):
    """Say that it is for ever; publish when the page is posted."""
    version, refused = _version(request, pk), None
    if version.is_published:
        messages.info(request, "Cette version est déjà publiée.")
        return redirect("admin:charter_charterversion_change", pk)
    if request.method == "POST":
        try:
            _publish_as_read(version, request.POST.get("opened"), by=request.user)
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, "La version est publiée.")
            return redirect("admin:charter_charterversion_change", pk)
    context = {
        "version": version,
        "commitments": version.commitments.in_order(),
        "opened": last_records(version, PARTS),
        "refused": refused,
    }
    title, status = f"Publier «\u00a0{version}\u00a0»", CONFLICT if refused else 200
    return desk_page(request, "publish.html", context, title=title, status=status)


@transaction.atomic
def _publish_as_read(version, opened, *, by):
    """Publish the text that a page showed; raise Refused when it changed since."""
    CharterVersion.objects.select_for_update(of=["self"]).get(pk=version.pk)
    if last_records(version, PARTS) != opened:
        raise Refused(CHANGED)
    publish_version(version, by=by)


def charter_copy(request, pk):
    version = _version(request, pk)
    form = CopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            copy = copy_version(version, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("slug", str(refusal))
        else:
            messages.success(request, "La copie est un brouillon\u00a0: modifiez-la.")
            return redirect("admin:charter_charterversion_change", copy.pk)
    sent_wrong = request.method == "POST"
    context = {"version": version, "form": form}
    title, status = f"Copier «\u00a0{version}\u00a0»", UNFIT if sent_wrong else 200
    return desk_page(request, "copy.html", context, title=title, status=status)


def _version(request, pk):
    mine = CharterVersion.objects.for_curator(request.user)
    return get_object_or_404(mine.select_related("charter", "source"), pk=pk)
