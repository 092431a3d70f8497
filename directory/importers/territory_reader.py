"""Reading of the territory files: all is verified before anything is given."""

import csv
import hashlib
import io
import json
import lzma
import re
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from directory.importers.territory_checks import (
    WrongContent,
    check_communes,
    check_neighbours,
    check_parents,
    checked_locality,
    checked_neighbours,
    checked_territory,
    index_once,
    split_outline,
)
from directory.importers.territory_files import (
    LOCALITIES,
    MANIFEST,
    NEIGHBOURS,
    OUTLINES,
    TERRITORIES,
    LocalityRow,
    NeighbourRow,
    TerritoryRow,
)

DATA_FILE = re.compile(r"[^/\\]+\.(csv|jsonl)(\.xz)?")


class UnusableFiles(Exception):
    """The territory files are missing, altered or wrong.

    Its text is one French sentence, to be shown as it is.
    """


@dataclass(frozen=True)
class TerritoryFiles:
    """What a folder says, every rule checked.

    `outlines` holds geometries by (level, code), as JSON text not yet parsed.
    """

    vintage: int
    territories: list[TerritoryRow]
    localities: list[LocalityRow]
    outlines: dict[tuple[str, str], str]
    neighbours: list[NeighbourRow]


def read_territory_files(folder: Path) -> TerritoryFiles:
    """Contents of a folder written by `build_territories`.

    Raises UnusableFiles when a file is missing, is not the one that the manifest
    describes, or breaks a rule.
    """
    manifest = _read_manifest(folder)
    rows = {
        name: _verified_rows(folder / name, entry)
        for name, entry in manifest["files"].items()
    }
    territories = _records(TERRITORIES, rows, TerritoryRow, checked_territory)
    with _told_of(TERRITORIES):
        known = index_once(territories, "level", "code")
        check_parents(known)
    localities = _records(LOCALITIES, rows, LocalityRow, checked_locality)
    with _told_of(LOCALITIES):
        index_once(localities, "kind", "code", "commune")
        check_communes(localities, known)
    outlines = _outlines(rows[OUTLINES], known)
    neighbours = _records(NEIGHBOURS, rows, NeighbourRow, checked_neighbours)
    with _told_of(NEIGHBOURS):
        index_once(neighbours, "first", "second")
        check_neighbours(neighbours, known)
    return TerritoryFiles(
        manifest["vintage"], territories, localities, outlines, neighbours
    )


@contextmanager
def _told_of(place: str) -> Iterator[None]:
    """Turn WrongContent into a sentence that says where."""
    try:
        yield
    except WrongContent as error:
        raise UnusableFiles(f"{place} : {error}.") from error


def _read_manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        manifest = json.loads(_bytes(path))
        vintage, files = manifest["vintage"], manifest["files"]
        entries = [(entry["sha256"], entry["rows"]) for entry in files.values()]
        sound = 1900 < vintage < 2200 and all(
            isinstance(digest, str) and isinstance(rows, int)
            for digest, rows in entries
        )
    except (ValueError, LookupError, TypeError, AttributeError):
        sound = False
    if not sound:
        raise UnusableFiles(f"« {path} » n'est pas un manifeste de territoires.")
    for name in (TERRITORIES, LOCALITIES, OUTLINES, NEIGHBOURS):
        if name not in files:
            raise UnusableFiles(f"« {path} » ne décrit pas le fichier {name}.")
    present = {item.name for item in folder.iterdir() if DATA_FILE.fullmatch(item.name)}
    for name in sorted(present.symmetric_difference(files)):
        if name in present:
            raise UnusableFiles(
                f"Le fichier « {folder / name} » n'est pas dans le manifeste."
            )
        raise UnusableFiles(f"Le fichier « {folder / name} » manque.")
    return manifest


def _verified_rows(path: Path, entry: dict[str, Any]) -> list:
    """Records of a CSV file, or lines of another, if the file is the one described."""
    data = _bytes(path)
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        raise UnusableFiles(
            f"Le fichier « {path} » est tronqué ou altéré : "
            "son empreinte n'est pas celle du manifeste."
        )
    try:
        if path.suffix == ".xz":
            data = lzma.decompress(data)
        text = data.decode("utf-8")
        rows = _csv_rows(text) if ".csv" in path.suffixes else _lines(text)
    except (lzma.LZMAError, UnicodeDecodeError, csv.Error) as error:
        raise UnusableFiles(f"Le fichier « {path} » est illisible.") from error
    if len(rows) != entry["rows"]:
        raise UnusableFiles(
            f"Le fichier « {path} » compte {len(rows)} lignes, "
            f"le manifeste en annonce {entry['rows']}."
        )
    return rows


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnusableFiles(f"Le fichier « {path} » manque.") from error
    except OSError as error:
        raise UnusableFiles(f"Le fichier « {path} » ne peut pas être lu.") from error


def _csv_rows(text: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _lines(text: str) -> list[str]:
    # not splitlines(), which also cuts at the line separators that JSON allows
    return text.removesuffix("\n").split("\n") if text else []


def _records(name: str, rows: dict, row_type: type, checked: Callable) -> list:
    """Checked rows of a CSV file, None for its empty fields."""
    expected = [field.name for field in fields(row_type)]
    made = []
    for number, row in enumerate(rows[name], start=2):
        if list(row) != expected or None in row.values():
            raise UnusableFiles(
                f"{name}, ligne {number} : les colonnes ne sont pas celles attendues."
            )
        with _told_of(f"{name}, ligne {number}"):
            made.append(checked({key: value or None for key, value in row.items()}))
    return made


def _outlines(lines: list[str], known: Container) -> dict[tuple[str, str], str]:
    drawn = {}
    for number, line in enumerate(lines, start=1):
        with _told_of(f"{OUTLINES}, ligne {number}"):
            level, code, geometry = split_outline(line)
            if (level, code) not in known:
                raise WrongContent(f"territoire inconnu « {level} {code} »")
            if (level, code) in drawn:
                raise WrongContent(f"second contour de « {level} {code} »")
            drawn[level, code] = geometry
    return drawn
