"""Writes a workbook that is easy to fill: texts stay texts, choices are proposed."""

import io

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from directory.text import neutralised

from .columns import PRINT, SINGLE, VERSION
from .workbook_parts import MOST_LINES

# the number format of a text, which a spreadsheet leaves as it is typed
AS_TEXT = "@"
WIDEST = 50
HIDDEN = (VERSION, PRINT)
CHOICES = "Valeurs possibles"


def workbook(dataset, vocabularies):
    """Bytes of a workbook of a tablib Dataset, and of what its columns may hold.

    `vocabularies` are by header. A column is text in its empty cells too, where new
    lines are typed, but for those of numbers.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = dataset.title
    _fill(sheet, [dataset.headers, *dataset])
    for column, header in enumerate(dataset.headers, 1):
        letter = get_column_letter(column)
        told = dataset.get_col(column - 1)
        if not any(isinstance(value, int | float) for value in told):
            sheet.column_dimensions[letter].number_format = AS_TEXT
        sheet.column_dimensions[letter].hidden = header in HIDDEN
    choices = book.create_sheet(CHOICES)
    _propose(sheet, dataset.headers, _fill_choices(choices, vocabularies))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(sheet, rows):
    """Write rows, the first in bold and always in sight, columns as wide as they need.

    Controls that no workbook may hold are left out.
    """
    sheet.freeze_panes = "A2"
    for row, cells in enumerate(rows, 1):
        for column, value in enumerate(cells, 1):
            cell = sheet.cell(row, column)
            if isinstance(value, str):
                value = ILLEGAL_CHARACTERS_RE.sub("", value)
                cell.number_format = AS_TEXT
            cell.value = value
    for column, values in enumerate(zip(*rows, strict=True), 1):
        sheet.cell(1, column).font = Font(bold=True)
        longest = max(len(str(value)) for value in values)
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = min(longest + 2, WIDEST)


def _fill_choices(sheet, vocabularies):
    """Write what each column may hold; return the range of labels of each."""
    rows, ranges = [["colonne", "valeur", "code"]], {}
    for header, words in vocabularies.items():
        first = len(rows) + 1
        rows += [
            [header, neutralised(words.write(code)), neutralised(code)]
            for code in words.offered
        ]
        ranges[header] = f"'{CHOICES}'!$B${first}:$B${len(rows)}"
    _fill(sheet, rows)
    return ranges


def _propose(sheet, headers, ranges):
    """Drop-down lists in columns of one value; another value is but warned of."""
    for column, header in enumerate(headers, 1):
        if header not in SINGLE:
            continue
        letter = get_column_letter(column)
        choice = DataValidation(
            type="list",
            formula1=ranges.get(header, '"oui,non"'),
            allow_blank=True,
            errorStyle="warning",
            errorTitle="Valeur inconnue",
            error=f"L'onglet « {CHOICES} » donne celles que l'annuaire connaît.",
        )
        choice.add(f"{letter}2:{letter}{MOST_LINES + 1}")
        sheet.add_data_validation(choice)
