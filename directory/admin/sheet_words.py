"""A spreadsheet told in words, before and after it is applied."""

from directory import values
from directory.importers.sheets import columns
from directory.importers.sheets.comparing import Outcome

# lines shown of each outcome: the page stays readable, the counts are whole
SHOWN = 200


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
    """A line in words: its outcome, its errors, and its cells before and after."""
    return {
        "number": line.number,
        "outcome": line.outcome,
        "name": str(line.row or line.name or "sans nom"),
        "errors": line.errors,
        "cells": [
            told_cell(model, name, line.before.get(name), value)
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


def ignored_columns(batch):
    """Headers of the sheet that mean nothing here."""
    sent = {header for _, cells in batch.lines for header in cells}
    known = {header.rstrip("*") for header in columns.headers(batch.model)}
    return sorted(sent - known)
