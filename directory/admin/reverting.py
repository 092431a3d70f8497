"""Doors of the history of an entry: go back to a version, or put back one field."""

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format

from directory import moderation
from directory.timeline import Timeline, children_of, traits_of

from .confirming import NOUNS, confirm, get_curated, page_of
from .doors import door


@door("revenir à une version antérieure d'une fiche")
def revert_version(request, noun, pk, key):
    row = get_curated(request.user, noun, pk)
    change = Timeline(type(row), row.pk).get(key)
    if change is None:
        raise Http404("Cette version n'existe pas.")
    return confirm(
        request,
        row,
        title=f"Revenir à la version du {_told(change.when)}",
        check=partial(moderation.preview_of_revert_to, row, change, by=request.user),
        act=partial(moderation.revert_to, row, change, by=request.user),
        done=f"La fiche est revenue à sa version du {_told(change.when)}.",
        back=page_of(row, "history"),
        cancel=page_of(row, "history"),
        button="Revenir à cette version",
    )


@door("rétablir un champ ou une ligne d'une fiche")
def revert_field(request, noun, history_id, field=None):
    record, row = _record(request.user, noun, history_id)
    trait = traits_of(record.instance_type).get(field)
    if field and trait is None:
        raise Http404("Ce champ n'existe pas.")
    what = f"« {trait.label} »" if trait else "la ligne"
    return confirm(
        request,
        row,
        title=f"Rétablir {what} d'avant le {_told(record.history_date)}",
        check=partial(
            moderation.preview_of_revert_field, record, field, by=request.user
        ),
        act=partial(moderation.revert_field, record, field, by=request.user),
        done="La valeur d'avant est rétablie.",
        back=page_of(row, "history"),
        cancel=page_of(row, "history"),
        button="Rétablir",
    )


def _record(user, noun, history_id):
    """A record, and the row within reach that putting it back would change; or 404."""
    models = {
        model._meta.model_name: model
        for owner in NOUNS
        for model in (owner, *children_of(owner))
    }
    if noun not in models:
        raise Http404("Cette page n'existe pas.")
    record = get_object_or_404(models[noun].history, history_id=history_id)
    try:
        owner = moderation.owner_of(record)
    except moderation.Refused as refusal:
        raise Http404("Cette page n'existe pas.") from refusal
    return record, get_curated(user, NOUNS[type(owner)], owner.pk)


def _told(when):
    return date_format(timezone.localtime(when), "j F Y à H:i")
