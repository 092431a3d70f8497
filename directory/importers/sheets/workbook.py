"""Reads the first sheet of an XLSX workbook as a stream.

A few bytes are enough to tell of millions of cells. So only the parts that the sheet
needs are read, each bound is checked as soon as it is met, and nothing is held but the
values: merged ranges, links, styles and formulas are never expanded.
"""

import posixpath
import zipfile
import zlib
from xml.parsers import expat

from .workbook_parts import Book, Broken, Cells, Relations, Styles, Texts, TooLarge

# bytes and elements of all the parts that are read, as often as they are
MOST_UNPACKED = 15_000_000
MOST_ELEMENTS = 750_000
# what parsers of a part that is no such part raise
CLUELESS = (
    expat.ExpatError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    TypeError,
    ValueError,
)


def read_workbook(archive):
    """(rows, faults) of the first sheet of a ZipFile; raise TooLarge or Broken.

    Rows are lists of values, None for an empty cell, at least as long as the first.
    Faults list (line number, column letter, reason) of what would lose data.
    """
    try:
        return _read(Scanner(archive))
    except CLUELESS as error:
        raise Broken from error


def _read(scanner):
    root, book = Relations(""), Book()
    scanner.scan("_rels/.rels", root)
    name = root.by_kind["officeDocument"]
    scanner.scan(name, book)
    folder, file = posixpath.split(name)
    relations, texts, styles = Relations(folder), Texts(), Styles()
    scanner.scan(f"{folder}/_rels/{file}.rels", relations)
    for handler, kind in ((texts, "sharedStrings"), (styles, "styles")):
        if kind in relations.by_kind:
            scanner.scan(relations.by_kind[kind], handler)
    sheet = Cells(texts.found, styles.dates(), book.epoch)
    shown = [key for key in book.sheets if key in relations.worksheets]
    scanner.scan(relations.worksheets[shown[0]], sheet)
    return sheet.padded(), sheet.faults


class Scanner:
    """Feeds the parts of an archive to handlers, and counts what they hold."""

    def __init__(self, archive):
        self.archive = archive
        self.unpacked = self.elements = 0

    def scan(self, name, handler):
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        texts = []

        def start(name, attributes):
            self.elements += 1
            if self.elements > MOST_ELEMENTS:
                raise TooLarge
            texts.clear()
            handler.start(name.rpartition(" ")[2], attributes)

        def end(name):
            handler.end(name.rpartition(" ")[2], "".join(texts))
            texts.clear()

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = texts.append
        # no workbook has a document type, the only place of entities
        parser.StartDoctypeDeclHandler = _refuse
        # at once: a parser fed by pieces begins a long tag again at each of them
        parser.Parse(self._unpacked(name), True)

    def _unpacked(self, name):
        """Bytes of a part, never more than it announces, which may be a lie."""
        part = self.archive.getinfo(name)
        # others, which no workbook uses, unpack without any bound
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Broken
        self.unpacked += part.file_size
        if self.unpacked > MOST_UNPACKED:
            raise TooLarge
        with self.archive.open(part) as stream:
            # without a size, all would be unpacked before it is cut
            return stream.read(part.file_size)


def _refuse(*_declared):
    raise Broken
