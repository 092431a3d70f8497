"""The page that says what a verb would do, asks why, and has it confirmed."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from directory.models import Pole, Structure
from directory.moderation import Refused, version_of
from directory.permissions import get_curated_pole, get_curated_structure

from .doors import render_door
from .texts import LinesField

GETTERS = {"pole": get_curated_pole, "structure": get_curated_structure}
NOUNS = {Pole: "pole", Structure: "structure"}
INCOMPLETE = "La page envoyée était incomplète : relisez, puis confirmez."


class ConfirmForm(forms.Form):
    """Why, and the version of the row that the page showed."""

    reason = LinesField(
        label="Motif",
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3, "cols": 60}),
        help_text="Gardé dans l'historique.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


def get_curated(user, noun, pk):
    """A pole or a structure within a user's scope, or 404."""
    if noun not in GETTERS:
        raise Http404("Cette page n'existe pas.")
    return GETTERS[noun](user, pk)


def page_of(row, view="change"):
    return reverse(f"admin:directory_{NOUNS[type(row)]}_{view}", args=[row.pk])


def is_public(row):
    """Whether visitors read the page of a pole or of a structure."""
    if isinstance(row, Pole):
        return row.publication == Pole.Publication.PUBLISHED
    return row.is_public and not row.archived


def confirm(request, row, *, title, act, done, back, check, **context):
    """Show what `act` would do; do it when the page is posted, then go `back`.

    Whoever gives up goes to `cancel`, the page of the row without it.
    `check()` raises Refused when there is nothing to confirm, or returns what the page
    tells as `found`. `act` takes `reason` and `version`; when it refuses, the page says
    why and is up to date.
    """
    asks_why = context.pop("asks_why", False)
    form, refused = _form(request.POST or None, row, asks_why), None
    if form.is_bound:
        refused = _acted(form, act)
        if refused is None and form.is_valid():
            messages.success(request, done)
            return redirect(back)
    if refused:
        form = _form(None, row, asks_why, reason=request.POST.get("reason"))
    try:
        context["found"] = check()
    except Refused as refusal:
        refused, form = str(refusal), None
    context |= {
        "row": row,
        "opts": row._meta,
        "form": form,
        "refused": refused,
        "page_of_row": page_of(row),
        "cancel": context.get("cancel", page_of(row)),
        "is_public": is_public(row),
        "history_of_row": page_of(row, "history"),
    }
    status = 409 if refused and request.method == "POST" else 200
    template = "admin/curation/confirm_change.html"
    return render_door(request, template, context, title=title, status=status)


def _form(data, row, asks_why, reason=None):
    initial = {"version": version_of(row), "reason": reason}
    form = ConfirmForm(data, initial=initial)
    form.fields["reason"].required = asks_why
    return form


def _acted(form, act):
    """Act, if the form is valid; the words of a refusal that no field can show."""
    if "version" in form.errors:
        return INCOMPLETE
    if form.is_valid():
        try:
            act(**form.cleaned_data)
        except Refused as refusal:
            return str(refusal)
    return None
