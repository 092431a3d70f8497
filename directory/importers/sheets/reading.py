"""Reads a spreadsheet into lines of text, and refuses what would lose data."""

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from .cells import text_of
from .workbook import read_workbook
from .workbook_parts import (
    FORMULA,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_LINES,
    MOST_TEXT,
    Broken,
    TooLarge,
)

MOST_BYTES = 5_000_000
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# a part that tells each from an XLSX
OTHER_WORKBOOKS = {"content.xml": ".ods", "xl/workbook.bin": ".xlsb"}
LONGEST_CELL = 32_767
CSV_CELL = 131_072
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
    if content[:8] == OLD_WORKBOOK:
        raise Unreadable(
            "Un ancien fichier .xls, ou un classeur protégé par un mot de passe : "
            "enregistrez-le en .xlsx ou en CSV."
        )
    if content[:2] == b"PK":
        return _read_workbook(content)
    if found := re.search(r"\.(xlsx|xlsm|xls|ods)$", name.lower()):
        raise Unreadable(
            f"Ce fichier se nomme {found[0]} mais n'est pas un classeur : ouvrez-le "
            "dans un tableur, puis enregistrez-le en .xlsx ou en CSV."
        )
    return _read_csv(content)


# --- CSV -------------------------------------------------------------------------


def _read_csv(content):
    text = _decoded(content)
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) > MOST_LINES + 1 or len(row) > MOST_COLUMNS:
                raise Unreadable(_too_long())
            # the limit of the csv module is that of the process, which others may lift
            if max(map(len, row), default=0) > CSV_CELL:
                raise Unreadable(_unclosed(len(rows)))
    except csv.Error as error:
        raise Unreadable(_unclosed(len(rows) + 1)) from error
    faults = [
        (number, get_column_letter(column), FORMULA)
        for number, row in enumerate(rows, 1)
        for column, cell in enumerate(row, 1)
        if cell.lstrip().startswith(("=", "@"))
    ]
    return _sheet(rows, faults)


def _unclosed(line):
    return (
        f"Ce CSV ne se lit pas à partir de la ligne {line} : une cellule y est trop "
        "longue, ou des guillemets n'y sont pas fermés."
    )


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
            for name, extension in OTHER_WORKBOOKS.items():
                if name in archive.namelist():
                    raise Unreadable(
                        f"Un fichier {extension} : enregistrez-le en .xlsx ou en CSV."
                    )
            return _sheet(*read_workbook(archive))
    except TooLarge as error:
        raise Unreadable(_too_long()) from error
    except (Broken, zipfile.BadZipFile) as error:
        raise Unreadable(
            "Ce classeur ne s'ouvre pas : est-il bien en XLSX ?"
        ) from error


def _too_long():
    cells, lines = (f"{most:,}".replace(",", " ") for most in (MOST_CELLS, MOST_LINES))
    return (
        f"Ce fichier est trop gros : au plus {lines} lignes, {MOST_COLUMNS} colonnes, "
        f"{cells} cellules remplies et {MOST_TEXT // 1_000_000} millions de "
        "caractères. Envoyez-le en plusieurs parties."
    )


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
