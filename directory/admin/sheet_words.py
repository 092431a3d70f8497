"""A spreadsheet told in words, before and after it is applied."""

from django.urls import reverse

from directory import values
from directory.importers.sheets import columns
from directory.importers.sheets.comparing import Outcome
from directory.models import Suggestion

# lines shown of each outcome: the page stays readable, the counts are whole
SHOWN = 200


# words for one line or entry, and for several
COUNTED = {
    Outcome.CREATED: ("fiche à créer", "fiches à créer"),
    Outcome.CHANGED: ("fiche à modifier", "fiches à modifier"),
    Outcome.UNCHANGED: ("fiche inchangée", "fiches inchangées"),
    Outcome.CONFLICT: ("fiche en conflit", "fiches en conflit"),
    Outcome.OUT_OF_SCOPE: ("ligne hors périmètre", "lignes hors périmètre"),
    Outcome.WRONG: ("ligne en erreur", "lignes en erreur"),
    "créées": ("fiche créée", "fiches créées"),
    "modifiées": ("fiche modifiée", "fiches modifiées"),
    "à examiner": ("fiche à examiner", "fiches à examiner"),
}


def told_counts(counts):
    """(number, words) of what a sheet would do or did, what it does not left out."""
    return [
        (counts[key], COUNTED[key][counts[key] > 1])
        for key in COUNTED
        if counts.get(key)
    ]


def form_of(row):
    """Address of the form of a pole or of a structure; None for a row to create."""
    if row is None:
        return None
    return reverse(f"admin:directory_{row._meta.model_name}_change", args=[row.pk])


def told_fault(number, column, reason):
    where = f"Ligne {number}" + (f", colonne {column}" if column else "")
    return f"{where} : {reason}."


def shown(lines):
    """What matters of a sheet: errors first, then what would change; not the rest."""
    order = [Outcome.WRONG, Outcome.OUT_OF_SCOPE, Outcome.CONFLICT]
    order += [Outcome.CHANGED, Outcome.CREATED]
    return [
        line
        for outcome in order
        for line in [one for one in lines if one.outcome == outcome][:SHOWN]
    ]


def told_line(model, line):
    """A line in words: its outcome, its errors, and its cells before and after.

    The last of a cell is whether it changed on both sides, and so goes to review.
    """
    return {
        "number": line.number,
        "outcome": line.outcome,
        "name": str(line.row or line.name or "sans nom"),
        "form": form_of(line.row),
        "errors": line.errors,
        "cells": [
            (
                *told_cell(model, name, line.before.get(name), value),
                name in line.conflicts,
            )
            for name, value in (line.changes | line.conflicts).items()
        ],
    }


def told_cell(model, name, before, after):
    tell = values.tell
    label = values.label(model, name)
    return label, tell(model, name, before), tell(model, name, after)


def told_rows(batch, user):
    """Rows of an applied import in words, and how many the user may not see."""
    mine = batch.model.objects.for_curator(user).values("pk")
    seen = batch.rows.filter(**{f"{batch.model._meta.model_name}__in": mine})
    told = [
        {
            "row": done.pole or done.structure,
            "form": form_of(done.pole or done.structure),
            "number": done.number,
            "created": done.created,
            "cells": [
                told_cell(batch.model, name, done.before.get(name), value)
                for name, value in done.after.items()
            ],
        }
        for done in seen.select_related("pole", "structure")[:SHOWN]
    ]
    return told, batch.rows.count() - seen.count()


def conflicts_of(batch, user):
    """Suggestions that an import left to review, those that a user may see."""
    mine = Suggestion.objects.for_curator(user).filter(batch=batch)
    return mine.select_related("pole", "structure").oldest_first()[:SHOWN]


def ignored_columns(batch):
    """Headers of the sheet that mean nothing here."""
    sent = {header for _, cells in batch.lines for header in cells}
    known = {header.rstrip("*") for header in columns.headers(batch.model)}
    return sorted(sent - known)
