"""The round trip of spreadsheets: export a list, send it back, look, apply, undo."""

from collections import Counter

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from directory import moderation
from directory.importers.sheets import columns
from directory.importers.sheets.comparing import Outcome, compare
from directory.importers.sheets.workbook_parts import MOST_LINES
from directory.importers.sheets.writing import FORMATS, write_sheet
from directory.models import ImportBatch, Network, Pole, Structure, Territory
from directory.permissions import EDITORS, get_import_batch

from .doors import door, render_door
from .rights import role
from .sheet_form import SheetForm
from .sheet_words import (
    conflicts_of,
    ignored_columns,
    shown,
    told_counts,
    told_line,
    told_rows,
)

NOUNS = {"poles": Pole, "structures": Structure}
MOST_EXPORTED = 20_000


def model_of(noun):
    """Pole or Structure by its noun in addresses, or 404."""
    if noun not in NOUNS:
        raise Http404("Cette page n'existe pas.")
    return NOUNS[noun]


@door("Exporter la liste affichée en tableur")
def export(request, noun, extension):
    """The rows of an admin list, as its own query string filters and orders them.

    A filter that means nothing leads back to the list, which says so.
    """
    if extension not in FORMATS:
        raise Http404("Cette page n'existe pas.")
    model = model_of(noun)
    page = admin.site.get_model_admin(model)
    try:
        found = page.get_changelist_instance(request).get_queryset(request)
    except IncorrectLookupParameters:
        changelist = reverse(f"admin:directory_{model._meta.model_name}_changelist")
        return redirect(f"{changelist}?{ERROR_FLAG}=1")
    rows = model.objects.filter(pk__in=found.values("pk")).order_by("name", "pk")
    day = timezone.localdate().isoformat()
    return HttpResponse(
        write_sheet(rows[:MOST_EXPORTED], extension),
        content_type=FORMATS[extension],
        headers={
            "Content-Disposition": f'attachment; filename="{noun}-{day}.{extension}"'
        },
    )


@door("Renvoyer un tableur et voir ce qu'il changerait")
def send_sheet(request, noun):
    model = model_of(noun)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sheet = form.cleaned_data["sheet"]
        batch = moderation.prepare_sheet(
            model,
            sheet.lines,
            file_name=request.FILES["sheet"].name,
            by=request.user,
        )
        return redirect("curation:sheet", batch.pk)
    return render_door(
        request,
        "admin/curation/send_sheet.html",
        {
            "form": form,
            "noun": ImportBatch.Noun(noun),
            "columns": columns.headers(model),
            "most_lines": MOST_LINES,
        },
        title=f"Importer des {ImportBatch.Noun(noun).label}",
        status=422 if form.errors else 200,
    )


def compared(batch, user, *, lock=False):
    """Lines of a prepared sheet as they compare with the entries of today."""
    rows = batch.model.objects.for_curator(user)
    communes = None
    if not Network.objects.curated_by(user).filter(edits_all=True).exists():
        regions = Network.objects.curated_by(user).values("regions")
        communes = Territory.objects.filter(level="commune", region__in=regions)
    if user.is_superuser or batch.model is Pole:
        communes = None
    if lock:
        rows = rows.select_for_update(of=("self",))
    structures = Structure.objects.for_curator(user).current()
    return compare(
        batch.model, batch.lines, rows=rows, structures=structures, communes=communes
    )


@door("Voir un import, à appliquer ou appliqué")
def sheet(request, pk):
    batch = get_import_batch(request.user, pk)
    if batch.lines is None:
        return _applied(request, batch)
    if batch.by != request.user:
        raise Http404("Cette page n'existe pas.")
    lines = compared(batch, request.user)
    counts = Counter(line.outcome for line in lines)
    context = {
        "batch": batch,
        "noun": ImportBatch.Noun(batch.noun),
        "counts": told_counts(counts),
        "lines": [told_line(batch.model, line) for line in shown(lines)],
        "wrong": counts[Outcome.WRONG],
        "useful": counts[Outcome.CHANGED]
        + counts[Outcome.CREATED]
        + counts[Outcome.CONFLICT],
        "ignored": ignored_columns(batch),
    }
    return render_door(
        request, "admin/curation/prepared_sheet.html", context, title="Avant d'importer"
    )


def _applied(request, batch):
    rows, hidden = told_rows(batch, request.user)
    context = {
        "batch": batch,
        "noun": ImportBatch.Noun(batch.noun),
        "counts": told_counts(batch.counts),
        "rows": rows,
        "hidden": hidden,
        "conflicts": conflicts_of(batch, request.user),
    }
    title = "Import annulé" if batch.undone_at else "Import appliqué"
    return render_door(
        request, "admin/curation/applied_sheet.html", context, title=title
    )


@door("Appliquer un import")
@require_POST
def apply_sheet(request, pk):
    batch = get_import_batch(request.user, pk)
    if batch.lines is None or batch.by != request.user:
        raise Http404("Cette page n'existe pas.")
    try:
        with transaction.atomic():
            lines = compared(batch, request.user, lock=True)
            if any(line.errors for line in lines):
                raise moderation.Refused(
                    "Des lignes sont en erreur : rien n'est importé."
                )
            kept = [line for line in lines if not line.out_of_scope]
            moderation.apply_sheet(batch, kept, by=request.user)
    except (moderation.Refused, moderation.WrongLine) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "L'import est appliqué. Vous pouvez l'annuler d'ici.")
    return redirect("curation:sheet", pk)


@door("Renoncer à un import, ou l'annuler en entier")
@require_POST
def undo_sheet(request, pk):
    batch = get_import_batch(request.user, pk)
    if batch.lines is not None:
        if batch.by != request.user:
            raise Http404("Cette page n'existe pas.")
        noun = batch.noun
        batch.delete()
        messages.success(request, "Rien n'a été importé.")
        return redirect("curation:send_sheet", noun)
    require_whole_batch(request, batch)
    try:
        left = moderation.undo_sheet(batch, by=request.user)
    except moderation.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("curation:sheet", pk)
    messages.success(request, "L'import est annulé.")
    for row, why in left[:20]:
        messages.warning(request, f"« {row} » {why}")
    return redirect("curation:sheet", pk)


def require_whole_batch(request, batch):
    """404 unless the user may edit every row of an import: it is undone whole."""
    if role(request) in EDITORS:
        return
    noun = ImportBatch.Noun(batch.noun)
    field = "pole" if noun == ImportBatch.Noun.POLES else "structure"
    mine = batch.model.objects.for_curator(request.user).values("pk")
    if batch.rows.exclude(**{f"{field}__in": mine}).exists():
        raise Http404("Cette page n'existe pas.")
