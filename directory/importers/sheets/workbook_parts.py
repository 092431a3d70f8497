"""What each part of an XLSX workbook is asked, as its elements go by.

A handler has `start(tag, attributes)` and `end(tag, text)`, tags without their
namespace; `text` is all that an element holds directly. Bounds are checked as soon as
they are met.
"""

import posixpath
from contextlib import suppress

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

MOST_LINES = 5_000
MOST_COLUMNS = 100
MOST_CELLS = 150_000
# characters of all the cells, a text shared by many counting for each
MOST_TEXT = 10_000_000
LONGEST_FORMAT = 255
MOST_FORMATS = 1_000
# told of merged cells and of formulas: the rest follows when these are mended
MOST_FAULTS = 50

FORMULA = "une formule n'est pas lue : écrivez son résultat"


class TooLarge(Exception):
    """A workbook that tells of more than a sheet may have."""


class Broken(Exception):
    """A file that is no workbook."""


class Handler:
    def start(self, tag, attributes):
        pass

    def end(self, tag, text):
        pass


class Book(Handler):
    """What a workbook says of itself: keys of its sheets, the origin of its dates."""

    def __init__(self):
        self.sheets, self.epoch = [], WINDOWS_EPOCH

    def start(self, tag, attributes):
        if tag == "sheet":
            # in a namespace that changes with the edition of the norm
            self.sheets += [
                value for key, value in attributes.items() if key.endswith(" id")
            ]
        elif tag == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.epoch = MAC_EPOCH


class Relations(Handler):
    """Names of the parts that one of a folder points to, by kind; sheets by key."""

    def __init__(self, folder):
        self.folder, self.by_kind, self.worksheets = f"/{folder}", {}, {}

    def start(self, tag, attributes):
        if tag != "Relationship":
            return
        path = posixpath.join(self.folder, attributes["Target"])
        name = posixpath.normpath(path).lstrip("/")
        kind = attributes["Type"].rpartition("/")[2]
        self.by_kind[kind] = name
        if kind == "worksheet":
            self.worksheets[attributes["Id"]] = name


class Spoken(Handler):
    """Gathers the text of runs; what tells how to pronounce them is left out."""

    def __init__(self):
        self.pieces, self.aside = [], False

    def start(self, tag, attributes):
        self.aside = self.aside or tag == "rPh"

    def end(self, tag, text):
        if tag == "rPh":
            self.aside = False
        elif tag == "t" and not self.aside:
            # an underscore that its writer escaped
            self.pieces.append(text.replace("x005F_", ""))


class Texts(Spoken):
    """Texts that cells share, in order."""

    def __init__(self):
        super().__init__()
        self.found = []

    def end(self, tag, text):
        super().end(tag, text)
        if tag == "si":
            self.found.append("".join(self.pieces))
            self.pieces = []


class Styles(Handler):
    """Formats of numbers: they alone tell a date from a number."""

    def __init__(self):
        self.formats, self.cells, self.inside = {}, [], False

    def start(self, tag, attributes):
        if tag == "numFmt":
            code = attributes["formatCode"][:LONGEST_FORMAT]
            self.formats[int(attributes["numFmtId"])] = code
            if len(self.formats) > MOST_FORMATS:
                raise TooLarge
        elif tag == "cellXfs":
            self.inside = True
        elif tag == "xf" and self.inside:
            self.cells.append(int(attributes.get("numFmtId", 0)))

    def end(self, tag, text):
        self.inside = self.inside and tag != "cellXfs"

    def dates(self):
        """Numbers of the styles of cells that show a date."""
        formats = BUILTIN_FORMATS | self.formats
        dated = {number for number, code in formats.items() if is_date_format(code)}
        return {style for style, number in enumerate(self.cells) if number in dated}


class Cells(Spoken):
    """Values of the cells of a sheet, by rows."""

    def __init__(self, texts, dates, epoch):
        super().__init__()
        self.texts, self.dates, self.epoch = texts, dates, epoch
        self.rows, self.faults = [], []
        self.cells = self.length = self.column = 0

    def start(self, tag, attributes):
        super().start(tag, attributes)
        if tag == "c":
            self._begin(attributes)
        elif tag == "row":
            self._begin_row(attributes.get("r"))
        elif tag == "f":
            self._fault(len(self.rows), self.column, FORMULA)
        elif tag == "mergeCell":
            left, top, _, _ = range_boundaries(attributes["ref"])
            self._fault(top, left, f"cellules fusionnées ({attributes['ref']})")

    def end(self, tag, text):
        super().end(tag, text)
        if tag == "v":
            self.pieces = [text] if text else []
        elif tag == "c" and self.pieces:
            self._keep("".join(self.pieces))

    def padded(self):
        width = len(self.rows[0]) if self.rows else 0
        return [row + [None] * (width - len(row)) for row in self.rows]

    def _begin_row(self, number):
        number = int(number) if number else len(self.rows) + 1
        if number > MOST_LINES + 1:
            raise TooLarge
        if number <= len(self.rows):
            raise Broken
        self.rows += [[] for _ in range(number - len(self.rows))]
        self.column = 0

    def _begin(self, attributes):
        place = attributes.get("r")
        self.column = range_boundaries(place)[0] if place else self.column + 1
        self.cells += 1
        if self.column > MOST_COLUMNS or self.cells > MOST_CELLS:
            raise TooLarge
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.pieces = []

    def _keep(self, told):
        value = self._typed(told)
        self.length += len(value) if isinstance(value, str) else 0
        if self.length > MOST_TEXT:
            raise TooLarge
        row = self.rows[-1]
        row += [None] * (self.column - len(row))
        row[self.column - 1] = value

    def _typed(self, told):
        if self.kind == "s":
            return self.texts[int(told)]
        if self.kind == "b":
            return told == "1"
        if self.kind == "d":
            return told[:10]
        if self.kind != "n":
            return told
        number = float(told)
        if int(self.style) in self.dates:
            # a number that is no day shows as sharps in a spreadsheet
            with suppress(OverflowError, ValueError):
                return from_excel(number, self.epoch)
        return number

    def _fault(self, line, column, reason):
        if len(self.faults) < MOST_FAULTS:
            self.faults.append((line, get_column_letter(column), reason))
