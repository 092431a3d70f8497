"""The compact files of `fixtures/territories`: how they are written.

The same content gives the same bytes, so a new build that changes nothing leaves no
trace in the history.
"""

import csv
import hashlib
import io
import json
import lzma
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

TERRITORIES = "territories.csv.xz"
LOCALITIES = "localities.csv.xz"
OUTLINES = "outlines.jsonl.xz"
NEIGHBOURS = "neighbours.csv.xz"
REPAIRS = "repairs.csv"
MANIFEST = "manifest.json"
LEVELS = ("region", "departement", "epci", "commune")


@dataclass(frozen=True)
class TerritoryRow:
    """A line of `territories.csv.xz`; None is written as an empty field."""

    level: str
    code: str
    nature: str
    name: str
    population: int | None
    latitude: float | None
    longitude: float | None
    position_basis: str | None
    postal_codes: str
    departement: str | None
    region: str | None
    epci: str | None
    ept: str | None

    @property
    def rank(self) -> tuple[int, str]:
        """Place among the lines: by level, the largest first, then by code."""
        return LEVELS.index(self.level), self.code


@dataclass(frozen=True)
class LocalityRow:
    """A line of `localities.csv.xz`."""

    kind: str
    code: str
    name: str | None
    commune: str
    postal_codes: str


@dataclass(frozen=True)
class NeighbourRow:
    """A line of `neighbours.csv.xz`: the codes of two communes, in order."""

    first: str
    second: str


@dataclass(frozen=True)
class RepairRow:
    """A line of `repairs.csv`."""

    code: str
    name: str
    what: str
    detail: str


def write_csv(path: Path, row_type: type, rows: Iterable) -> dict:
    """Write dataclass rows under a header, and return their manifest entry."""
    buffer = io.StringIO()
    names = [field.name for field in fields(row_type)]
    writer = csv.DictWriter(buffer, names, lineterminator="\n")
    writer.writeheader()
    count = 0
    for row in rows:
        writer.writerow(asdict(row))
        count += 1
    return _write(path, buffer.getvalue(), count)


def write_lines(path: Path, objects: Iterable[dict]) -> dict:
    """Write one JSON object a line, and return their manifest entry."""
    lines = [compact_json(item) + "\n" for item in objects]
    return _write(path, "".join(lines), len(lines))


def compact_json(item) -> str:
    return json.dumps(item, ensure_ascii=False, separators=(",", ":"))


def readable_json(item) -> str:
    return json.dumps(item, ensure_ascii=False, indent=2, sort_keys=True)


def write_text(path: Path, text: str) -> None:
    """Write a text and a final newline, in a folder made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")


def _write(path: Path, text: str, rows: int) -> dict:
    data = text.encode()
    if path.suffix == ".xz":
        data = lzma.compress(data, preset=9 | lzma.PRESET_EXTREME)
    path.write_bytes(data)
    return {"rows": rows, "sha256": hashlib.sha256(data).hexdigest()}
