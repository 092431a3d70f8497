"""A spreadsheet applied as a whole, and undone as a whole."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from directory import values
from directory.models import (
    ImportBatch,
    ImportedRow,
    Network,
    Pole,
    Structure,
    StructureKind,
    free_slug,
    one_change,
)

from .deletion import archive, is_archived
from .placing import point_of_seat
from .refusals import Refused
from .suggestions import suggest, withdraw

NOUNS = {Pole: ImportBatch.Noun.POLES, Structure: ImportBatch.Noun.STRUCTURES}


def prepare_sheet(model, lines, *, file_name, by):
    """Keep the lines of a sheet until who sent it decides; return the ImportBatch."""
    return ImportBatch.objects.create(
        noun=NOUNS[model], file_name=file_name[:200], by=by, lines=lines
    )


@transaction.atomic
def apply_sheet(batch, lines, *, by):
    """Write what the lines of a prepared sheet ask; return the ImportBatch.

    Each has a `number`, a `row` (None to create it), `changes` and `conflicts` by
    field. Changes are written, conflicts become suggestions to review; all of it or
    nothing. Raise WrongLine for a value that cannot be written, Refused for a sheet
    already applied, or of which no line is left to apply.
    """
    if not lines:
        raise Refused(
            "Aucune ligne de ce fichier n'est dans votre périmètre : "
            "rien n'est importé."
        )
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.applied_at:
        raise Refused("Cet import est déjà appliqué.")
    model = batch.model
    counts = Counter()
    with one_change(f"import de {batch.file_name}", by=by):
        for line in lines:
            try:
                counts.update(_apply(model, line, batch, by))
            except ValidationError as error:
                raise WrongLine(line.number, error.messages) from error
    batch.counts = dict(counts)
    batch.lines, batch.applied_at = None, timezone.now()
    batch.save()
    batch.networks.set(_networks_of(batch, by))
    return batch


def _networks_of(batch, by):
    """Networks of who imports that are to see it: those keeping one of its poles."""
    mine = Network.objects.filter(curators__user=by)
    if batch.model is Structure:
        return mine
    touched = Pole.objects.filter(pk__in=batch.rows.values("pole"))
    touched |= Pole.objects.filter(pk__in=batch.suggestions.values("pole"))
    return mine.filter(stewarded_poles__in=touched).distinct()


class WrongLine(Exception):
    """A line whose values cannot be written together, with its number."""

    def __init__(self, number, reasons):
        super().__init__(f"Ligne {number} : {' '.join(reasons)}")


def _apply(model, line, batch, by):
    """Write one line; yield what was done of it."""
    before = {}
    if line.row is None:
        row = _created(model, line, by)
        yield "créées"
    else:
        row = line.row
        before = {name: values.read(row, name) for name in line.changes}
        if line.changes:
            values.write(row, line.changes)
            yield "modifiées"
    if line.changes:
        ImportedRow.objects.create(
            batch=batch,
            number=line.number,
            created=line.row is None,
            before=before,
            after={name: values.read(row, name) for name in line.changes},
            **{model._meta.model_name: row},
        )
    if line.conflicts and suggest(
        row,
        line.conflicts,
        origin="import",
        by=by,
        batch=batch,
        message=f"Ligne {line.number} de « {batch.file_name} » : "
        "la fiche a changé depuis l'export.",
    ):
        yield "à examiner"


def _created(model, line, by):
    """A new row: a draft pole kept by the networks of who imports, or a structure."""
    row = model(slug=free_slug(model, line.changes["name"]))
    if model is Structure:
        row.origin = "import"
        row.kind = StructureKind.objects.get(slug=line.changes.get("kind", "autre"))
        values.write(row, line.changes)
        return row
    values.write(row, line.changes)
    if row.latitude is None and (point := point_of_seat(row.seat)):
        for name, value in point.items():
            setattr(row, name, value)
        row.save()
    row.stewards.set(Network.objects.filter(curators__user=by))
    return row


@transaction.atomic
def undo_sheet(batch, *, by):
    """Put back what an import wrote; return what was left as it is.

    Pairs: the row, and why in French, a clause whose subject it is. Rows that the
    import created are archived unless they are in use, its open suggestions withdrawn.
    Raise Refused when undone.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.undone_at or not batch.applied_at:
        raise Refused("Cet import n'est pas en vigueur.")
    left = []
    with one_change(f"import de {batch.file_name} annulé", by=by):
        for done in batch.rows.select_related("pole", "structure").reverse():
            if why := _undo(done, by):
                left.append((done.pole or done.structure, why))
        for suggestion in batch.suggestions.open():
            withdraw(suggestion, by=by, reason="L'import est annulé.")
    batch.undone_at = timezone.now()
    batch.save()
    return left


def _undo(done, by):
    """Put one row back; return in words what is left of it, if anything is."""
    model = Pole if done.pole_id else Structure
    row = model.objects.select_for_update().get(pk=done.pole_id or done.structure_id)
    if row.merged_into_id:
        return "a été fusionnée depuis, et reste telle quelle."
    changed = [
        name for name, value in done.after.items() if values.read(row, name) != value
    ]
    labels = ", ".join(values.label(model, name) for name in changed)
    told = f"a changé depuis, et garde : {labels}." if changed else ""
    if done.created:
        return _archived(row, by) or told
    back = {name: value for name, value in done.before.items() if name not in changed}
    if back:
        values.write(row, back)
    return told


def _archived(row, by):
    """Archive a row that an import created; return in words why it cannot be."""
    if is_archived(row):
        return ""
    try:
        archive(row, by=by)
    except Refused as refusal:
        return f"n'est pas archivée. {refusal}"
    return ""
