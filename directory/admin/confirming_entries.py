"""Confirming many entries: those chosen in a list, or one after the other."""

from copy import copy

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import SuspiciousOperation
from django.http import QueryDict
from django.shortcuts import redirect

from directory import moderation
from directory.models import Pole

from .doors import render_door
from .todo import TO_CONFIRM, ToDoFilter


@admin.action(description="Confirmer les fiches choisies", permissions=["change"])
def confirm_selected(page, request, rows):
    """Confirm the published ones among the chosen rows, once they have been named."""
    if "confirmed" not in request.POST:
        return _ask(request, page, list(rows))
    try:
        number = moderation.confirm_all(rows, by=request.user)
    except moderation.Refused as refusal:
        messages.error(request, f"Rien n'est confirmé. {refusal}")
    else:
        messages.success(request, _told(number))
    return redirect(request.get_full_path())


def _ask(request, page, rows):
    public = Pole.Publication.PUBLISHED
    chosen = [row for row in rows if row.publication == public]
    context = {
        "rows": chosen,
        "left_out": [row for row in rows if row.publication != public],
        "opts": page.opts,
        "list": f"admin:directory_{page.opts.model_name}_changelist",
    }
    title = f"Confirmer {len(chosen)} fiche{'s' if len(chosen) > 1 else ''}"
    template = "admin/curation/confirm_selected.html"
    return render_door(request, template, context, title=title)


def _told(number):
    if not number:
        return "Rien n'est confirmé : aucune des fiches choisies n'est publiée."
    s = "s" if number > 1 else ""
    verb = "sont" if number > 1 else "est"
    return f"{number} fiche{s} {verb} confirmée{s} à la date d'aujourd'hui."


def rest_to_confirm(page, request, pole):
    """Keys of what remains in the list of entries to confirm that led to a pole.

    In its order, from the one after the pole, then back to its beginning; None when
    another list led there, or none.
    """
    query = QueryDict(request.GET.get("_changelist_filters", ""))
    if query.get(ToDoFilter.parameter_name) not in TO_CONFIRM:
        return None
    listed = copy(request)
    listed.GET = query
    try:
        found = page.get_changelist_instance(listed).queryset
    except (IncorrectLookupParameters, SuspiciousOperation):
        return None
    keys = list(found.values_list("pk", flat=True))
    here = keys.index(pole.pk) if pole.pk in keys else len(keys)
    return keys[here + 1 :] + keys[:here]
