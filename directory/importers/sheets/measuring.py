"""Measures a workbook before it is opened: openpyxl holds in memory all it tells of.

A few bytes are enough to tell of millions of cells: a merged range, a link over a
range, a row of empty cells.
"""

from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import iterparse
from openpyxl.utils.cell import range_boundaries

MOST_UNPACKED = 20_000_000
MOST_LINES = 5_000
MOST_COLUMNS = 100
MOST_SHEETS = 50
# of a part: four for each cell of the largest sheet
MOST_ELEMENTS = 2_000_000
DEEPEST = 100

NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# what openpyxl expands into cells, and where each says its place
PLACES = {
    f"{NAMESPACE}{tag}": attribute
    for tag, attribute in {
        "c": "r",
        "comment": "ref",
        "dimension": "ref",
        "hyperlink": "ref",
        "mergeCell": "ref",
    }.items()
}


class TooLarge(Exception):
    """A workbook that tells of more cells than a sheet may have."""


def measure(archive):
    """Raise TooLarge at the first excess of a workbook, a ZipFile.

    All its parts are read, whatever their names: any may be given as a sheet.
    """
    for part in archive.infolist():
        with archive.open(part) as file:
            try:
                _measure_part(file)
            except ParseError:
                # no XML: an image, or a part that openpyxl refuses in its turn
                continue


def _measure_part(file):
    counted, open_elements = Measures(), []
    for event, element in iterparse(file, events=("start", "end")):
        if event == "start":
            open_elements.append(element)
            if len(open_elements) > DEEPEST:
                raise TooLarge
            counted.add(element)
        else:
            open_elements.pop()
            element.clear()
            if open_elements:
                open_elements[-1].remove(element)


class Measures:
    """Counts of a part: elements, rows, cells of a row, area of ranges, sheets."""

    def __init__(self):
        self.elements = self.rows = self.cells = self.area = self.sheets = 0

    def add(self, element):
        """Count an element; raise TooLarge."""
        tag = element.tag
        self.elements += 1
        if tag == f"{NAMESPACE}sheet":
            self.sheets += 1
        elif tag == f"{NAMESPACE}row":
            self.rows, self.cells = self.rows + 1, 0
            self._check_row(element.get("r", ""))
        elif tag in PLACES:
            # cells out of any row are those of a chain of computing
            self.cells += self.rows > 0 and tag == f"{NAMESPACE}c"
            self._check_range(element.get(PLACES[tag], ""), tag)
        if (
            self.elements > MOST_ELEMENTS
            or self.rows > MOST_LINES + 1
            or self.cells > MOST_COLUMNS
            or self.area > (MOST_LINES + 1) * MOST_COLUMNS
            or self.sheets > MOST_SHEETS
        ):
            raise TooLarge

    def _check_row(self, number):
        if number.isdecimal() and (len(number) > 9 or int(number) > MOST_LINES + 1):
            raise TooLarge

    def _check_range(self, place, tag):
        """A place that is not told, or does not read, is left to openpyxl."""
        if not place:
            return
        try:
            left, top, right, bottom = range_boundaries(place)
        except (ValueError, TypeError):
            return
        if None in (left, top, right, bottom):
            raise TooLarge
        if max(left, right) > MOST_COLUMNS or max(top, bottom) > MOST_LINES + 1:
            raise TooLarge
        if tag not in (f"{NAMESPACE}c", f"{NAMESPACE}dimension"):
            self.area += (abs(right - left) + 1) * (abs(bottom - top) + 1)
