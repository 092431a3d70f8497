"""Writes rows of the directory as a spreadsheet that can be sent back."""

import tablib
from django.db.models import OuterRef, Subquery
from import_export.formats.base_formats import CSV

from directory import values
from directory.models import Pole, Structure
from directory.text import neutralised
from directory.values.facts import PERIMETERS_TODAY

from . import columns
from .key_cells import SEPARATOR
from .writing_workbook import workbook

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# so that spreadsheets take the file for UTF-8
BYTE_ORDER_MARK = "\ufeff"


def write_sheet(rows, extension):
    """Bytes of a file of all the rows of a QuerySet, in its order.

    `extension` is 'csv' or 'xlsx'. Texts that a spreadsheet would run are neutralised.
    """
    model = rows.model
    headers = columns.headers(model)
    dataset = tablib.Dataset(
        headers=headers, title=str(model._meta.verbose_name_plural)
    )
    layout = columns.Layout(model)
    for row in _with_versions(rows):
        cells = _cells(layout, row)
        dataset.append([_safe(cells[header], extension) for header in headers])
    if extension == "csv":
        text = CSV().export_data(dataset, delimiter=";")
        return (BYTE_ORDER_MARK + text).encode()
    return workbook(dataset, layout.vocabularies)


def _with_versions(rows):
    """Rows with all that is written of them, in a bounded number of queries.

    A structure has no version of its own: its last record of history tells it.
    """
    if rows.model is Pole:
        return values.prefetched(rows)
    records = Structure.history.filter(id=OuterRef("pk")).order_by("-history_id")
    last = Subquery(records.values("history_id")[:1])
    return rows.annotate(version=last).select_related("kind", "commune")


def _cells(layout, row):
    model = layout.model
    held = {name: values.read(row, name) for name in values.fields_of(model)}
    cells = {columns.KEY: str(row.public_id), columns.VERSION: row.version}
    for name, value in held.items():
        cells |= layout.written(name, value)
    if model is Pole:
        reached = sorted(
            perimeter.territory.name for perimeter in getattr(row, PERIMETERS_TODAY)
        )
        cells["publication*"] = row.get_publication_display()
        cells["siege_nom*"] = str(row.seat or "")
        cells["porteur_nom*"] = str(row.carrier or "")
        cells["territoires_action_noms*"] = SEPARATOR.join(reached)
    else:
        cells["commune_nom*"] = str(row.commune or "")
    cells[columns.PRINT] = layout.fingerprint(held)
    return cells


def _safe(cell, extension):
    """Numbers stay numbers in a workbook, where they are no formula."""
    if isinstance(cell, int | float) and extension == "xlsx":
        return cell
    return neutralised(str(cell))
