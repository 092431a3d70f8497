"""Doors that take an entry away or bring it back, and the lists of what is gone."""

from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from directory import moderation
from directory.models import Pole
from directory.permissions import Role

from .confirming import NOUNS, ConfirmForm, confirm, get_curated, page_of
from .doors import door, render_door

PAGE_SIZE = 50


@door("archiver une fiche")
def archive(request, noun, pk):
    row = get_curated(request.user, noun, pk)
    return confirm(
        request,
        row,
        title=f"Archiver « {row} »",
        check=partial(moderation.check_archive, row, by=request.user),
        act=partial(moderation.archive, row, by=request.user),
        done=f"Fiche archivée : {row}.",
        back=page_of(row),
        button="Archiver",
        consequences=[
            "La fiche quitte les pages publiques, la carte et les listes de choix.",
            "Elle reste ici avec tout ce qu'elle contient, et peut être rétablie.",
        ],
    )


@door("rétablir une fiche archivée")
def restore(request, noun, pk):
    row = get_curated(request.user, noun, pk)
    return confirm(
        request,
        row,
        title=f"Rétablir « {row} »",
        check=partial(moderation.check_restore, row),
        act=partial(moderation.restore, row, by=request.user),
        done=f"Fiche rétablie : {row}.",
        back=page_of(row),
        button="Rétablir",
        consequences=[
            "Un pôle retrouve la publication qu'il avait avant d'être archivé."
            if isinstance(row, Pole)
            else "La structure peut de nouveau être choisie."
        ],
    )


@door("supprimer définitivement une fiche", roles={Role.SUPERUSER})
def delete_for_good(request, noun, pk):
    row = get_curated(request.user, noun, pk)
    return confirm(
        request,
        row,
        title=f"Supprimer définitivement « {row} »",
        check=partial(moderation.what_goes_with, row),
        act=partial(moderation.delete_for_good, row, by=request.user),
        done=f"Fiche supprimée : {row}. Son historique est gardé.",
        back=reverse("curation:deleted", args=[noun]),
        button="Supprimer définitivement",
        asks_why=True,
        consequences=[
            "La fiche ne pourra pas être rétablie ; archivez-la plutôt, sauf raison "
            "de droit ou fiche d'essai.",
            "Son historique et le motif restent, pour l'administration technique.",
        ],
    )


@door("voir les fiches supprimées", roles={Role.SUPERUSER})
def deleted(request, noun):
    models = {name: model for model, name in NOUNS.items()}
    if noun not in models:
        raise Http404("Cette page n'existe pas.")
    model = models[noun]
    records = model.history.filter(history_type="-").select_related("history_user")
    gone = records.exclude(id__in=model.objects.values("pk"))
    page = Paginator(gone, PAGE_SIZE).get_page(request.GET.get("p"))
    nouns = [(name, model._meta.verbose_name_plural) for model, name in NOUNS.items()]
    return render_door(
        request,
        "admin/curation/deleted.html",
        {
            "page": page,
            "noun": noun,
            "nouns": nouns,
            "opts": model._meta,
            "list": f"admin:directory_{noun}_changelist",
            "history": f"admin:directory_{noun}_history",
        },
        title=f"Fiches supprimées : {model._meta.verbose_name_plural}",
    )


@admin.action(description="Archiver les fiches choisies", permissions=["change"])
def archive_selected(page, request, rows):
    """Archive the chosen rows, all or none, once the reason has been asked."""
    chosen = set(request.POST.getlist(ACTION_CHECKBOX_NAME))
    rows = list(rows)
    everything = request.POST.get("select_across") == "1"
    if not everything and chosen != {str(row.pk) for row in rows}:
        text = "Une des fiches choisies est hors de votre portée : rien n'est archivé."
        messages.error(request, text)
        return None
    form = ConfirmForm(request.POST if "confirmed" in request.POST else None)
    del form.fields["version"]
    if not form.is_valid():
        names = f"admin:directory_{page.opts.model_name}_changelist"
        context = {"rows": rows, "form": form, "opts": page.opts, "list": names}
        template = "admin/curation/archive_selected.html"
        title = f"Archiver {len(rows)} fiche{'s' if len(rows) > 1 else ''}"
        return render_door(request, template, context, title=title)
    try:
        moderation.archive_all(rows, by=request.user, **form.cleaned_data)
    except moderation.Refused as refusal:
        messages.error(request, f"Rien n'est archivé. {refusal}")
    else:
        messages.success(request, f"Fiches archivées : {len(rows)}.")
    return redirect(request.get_full_path())
