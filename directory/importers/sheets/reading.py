"""Reads a spreadsheet into lines of text, and refuses what would lose data."""

import csv
import io
import zipfile
from dataclasses import dataclass, field

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from .cells import text_of
from .measuring import MOST_COLUMNS, MOST_LINES, MOST_UNPACKED, TooLarge, measure

MOST_BYTES = 5_000_000
LONGEST_CELL = 32_767
LONGEST_HEADER = 200


class Unreadable(Exception):
    """A file that cannot be read as a whole; its text says why, in French."""


@dataclass
class Sheet:
    """Lines of a file: (number, {header: text}), and the cells that cannot be read.

    `faults` lists (line number, column or None, reason).
    """

    headers: list
    lines: list = field(default_factory=list)
    faults: list = field(default_factory=list)


def read_sheet(name, content):
    """The first sheet of a file by its name and its bytes; raise Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable("Ce fichier dépasse 5 Mo : envoyez-le en plusieurs parties.")
    if not content.strip():
        raise Unreadable("Ce fichier est vide.")
    reader = _read_workbook if content[:2] == b"PK" else _read_csv
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Unreadable("Un ancien fichier .xls : enregistrez-le en .xlsx ou en CSV.")
    return reader(content)


# --- CSV -------------------------------------------------------------------------


def _read_csv(content):
    text = _decoded(content)
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Unreadable(f"Ce CSV ne se lit pas : {error}.") from error
    faults = [
        (number, get_column_letter(column), FORMULA)
        for number, row in enumerate(rows, 1)
        for column, cell in enumerate(row, 1)
        if cell.lstrip().startswith(("=", "@"))
    ]
    return _sheet(rows, faults)


FORMULA = "une formule n'est pas lue : écrivez son résultat"


def _decoded(content):
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        start = before.rpartition(b"\n")[2]
        column = max(start.count(sign) for sign in (b";", b",", b"\t")) + 1
        raise Unreadable(
            f"Ce fichier n'est pas en UTF-8 (ligne {line}, colonne "
            f"{get_column_letter(column)}) : enregistrez-le en « CSV UTF-8 » "
            "ou en XLSX."
        ) from error


# --- XLSX ------------------------------------------------------------------------


def _read_workbook(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise Unreadable("Ce classeur est trop gros une fois ouvert.")
            measure(archive)
        book = load_workbook(io.BytesIO(content), data_only=False)
        sheet = book.worksheets[0]
    except Unreadable:
        raise
    except TooLarge as error:
        raise Unreadable(_too_long()) from error
    except Exception as error:  # openpyxl lets any error of its parsers through
        raise Unreadable(
            "Ce classeur ne s'ouvre pas : est-il bien en XLSX ?"
        ) from error
    if sheet.max_row > MOST_LINES + 1 or sheet.max_column > MOST_COLUMNS:
        raise Unreadable(_too_long())
    faults = [
        (
            merged.min_row,
            get_column_letter(merged.min_col),
            f"cellules fusionnées ({merged})",
        )
        for merged in sheet.merged_cells.ranges
    ]
    for row in sheet.iter_rows():
        faults += [
            (cell.row, cell.column_letter, FORMULA)
            for cell in row
            if cell.data_type == "f"
        ]
    return _sheet([[cell.value for cell in row] for row in sheet.iter_rows()], faults)


def _too_long():
    return f"Au plus {MOST_LINES} lignes et {MOST_COLUMNS} colonnes par fichier."


# --- Both --------------------------------------------------------------------------


def _sheet(rows, faults):
    if not rows:
        raise Unreadable("Ce fichier est vide.")
    headers = [text_of(cell).rstrip("*").strip().lower() for cell in rows[0]]
    if len(rows) > MOST_LINES + 1 or len(headers) > MOST_COLUMNS:
        raise Unreadable(_too_long())
    if any("\0" in header for header in headers):
        raise Unreadable("Un en-tête de colonne contient un caractère nul.")
    if any(len(header) > LONGEST_HEADER for header in headers):
        raise Unreadable(f"Un en-tête de colonne dépasse {LONGEST_HEADER} caractères.")
    named = [header for header in headers if header]
    if twice := sorted({header for header in named if named.count(header) > 1}):
        raise Unreadable(f"Colonne en double : {', '.join(twice)}.")
    sheet = Sheet(named, faults=faults)
    for number, row in enumerate(rows[1:], 2):
        texts = [text_of(cell) for cell in row]
        if any(len(text) > LONGEST_CELL for text in texts):
            faults.append((number, None, "une cellule dépasse 32 767 caractères"))
        if any("\0" in text for text in texts):
            faults.append((number, None, "un caractère nul n'est pas du texte"))
        if any(texts):
            pairs = zip(headers, texts, strict=False)
            sheet.lines.append((number, {name: text for name, text in pairs if name}))
    return sheet
