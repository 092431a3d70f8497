"""Reading of a list of structures: CSV, comma or semicolon, UTF-8 or Windows-1252."""

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from .columns import COLUMNS, REQUIRED, column_of

ENCODINGS = ("utf-8-sig", "cp1252")
DELIMITERS = (";", ",")
CHUNK = 1 << 20
# a workbook (a zip, an old .xls), a text in UTF-16
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
LONGEST_CELL = 131_072


class UnusableFile(Exception):
    """The list cannot be read as one; its text is one French sentence to show."""


@dataclass(frozen=True)
class RawRow:
    """Cells by column, as they stand; `number` counts the headers as row 1.

    `extra` is true when the row has more cells than there are headers.
    """

    number: int
    cells: dict[str, str]
    extra: bool = False


class StructureFile:
    """A list of structures, looked at once whole, then read row by row.

    Nothing is kept of the rows. Raises UnusableFile when it cannot be read to its end
    or lacks a required column, before any row is given.
    """

    def __init__(self, path: Path):
        self.path = Path(path)
        if not self.path.name.lower().endswith((".csv", ".csv.gz")):
            raise UnusableFile(f"« {path} » ne finit ni par .csv ni par .csv.gz.")
        with self._told():
            self.encoding = self._find_encoding()
            self.delimiter, headers = self._find_delimiter()
            self.columns = [column_of(header) for header in headers]
            self._check_headers(headers)
            self.ignored = [
                header
                for header, column in zip(headers, self.columns, strict=True)
                if column is None and header.strip()
            ]
            self.total = sum(1 for _ in self._records()) - 1

    def __len__(self):
        """Rows under the headers, empty ones included."""
        return self.total

    def __iter__(self) -> Iterator[RawRow]:
        with self._told():
            for number, cells in enumerate(islice(self._records(), 1, None), start=2):
                if any(map(str.strip, cells)):
                    yield self._row(number, cells)

    def _row(self, number, cells):
        extra = any(map(str.strip, cells[len(self.columns) :]))
        named = zip(self.columns, cells, strict=False)
        return RawRow(number, {column: cell for column, cell in named if column}, extra)

    def _open(self):
        compressed = self.path.name.lower().endswith(".gz")
        return gzip.open(self.path) if compressed else self.path.open("rb")

    @contextmanager
    def _told(self):
        """Turn what can go wrong with a file into a sentence."""
        try:
            yield
        except FileNotFoundError as error:
            raise UnusableFile(f"Le fichier « {self.path} » n'existe pas.") from error
        except (gzip.BadGzipFile, zlib.error, EOFError) as error:
            raise UnusableFile(
                f"Le fichier « {self.path} » est tronqué, ou n'est pas compressé."
            ) from error
        except csv.Error as error:
            raise UnusableFile(
                f"Le fichier « {self.path} » a une cellule démesurée : un guillemet "
                "n'y est sans doute pas fermé."
            ) from error
        except OSError as error:
            raise UnusableFile(
                f"Le fichier « {self.path} » ne peut pas être lu."
            ) from error

    def _find_encoding(self):
        with self._open() as file:
            start = file.read(4)
        if start.startswith(WORKBOOKS):
            raise UnusableFile(
                f"« {self.path} » est un classeur : enregistrez la feuille en CSV."
            )
        if start.startswith(UTF16):
            raise UnusableFile(
                f"« {self.path} » est en UTF-16 : enregistrez-le en CSV UTF-8."
            )
        for encoding in ENCODINGS:
            if self._decodes(encoding):
                return encoding
        raise UnusableFile(f"« {self.path} » n'est ni en UTF-8 ni en Windows-1252.")

    def _decodes(self, encoding):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with self._open() as file:
                while chunk := file.read(CHUNK):
                    decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
        return True

    def _find_delimiter(self):
        """The delimiter that shows most of our columns, then most cells; its headers.

        Raises UnusableFile for an empty file.
        """
        found = []
        for delimiter in DELIMITERS:
            headers = next(self._records(delimiter), [])
            known = sum(column_of(header) is not None for header in headers)
            found.append((known, len(headers), delimiter, headers))
        *_, delimiter, headers = max(found, key=lambda one: one[:2])
        if not headers:
            raise UnusableFile(f"Le fichier « {self.path} » est vide.")
        return delimiter, headers

    def _check_headers(self, headers):
        known = [column for column in self.columns if column]
        for column in REQUIRED:
            if column.name not in known:
                raise UnusableFile(
                    f"La colonne « {column.label} » manque dans « {self.path} » : "
                    f"ses colonnes sont {', '.join(headers)}."
                )
        for column in COLUMNS:
            if known.count(column.name) > 1:
                raise UnusableFile(
                    f"« {self.path} » a deux colonnes « {column.label} »."
                )

    def _records(self, delimiter=None):
        """Records of the file, headers first; blank lines count, and are empty."""
        with (
            self._open() as file,
            io.TextIOWrapper(file, encoding=self.encoding, newline="") as text,
        ):
            # one limit for the whole process: another reader may have lifted it
            csv.field_size_limit(LONGEST_CELL)
            yield from csv.reader(text, delimiter=delimiter or self.delimiter)
