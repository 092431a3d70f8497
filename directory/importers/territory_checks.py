"""Rules that the lines of the territory files obey."""

import re
from collections.abc import Container, Iterable
from typing import Any

from directory.geo import is_in_world
from directory.importers.territory_files import (
    LocalityRow,
    NeighbourRow,
    TerritoryRow,
)
from directory.models import Locality, Territory

COMMUNE_CODE = re.compile(r"([0-9]{2}|2[AB])[0-9]{3}")
CODES = {
    "region": re.compile(r"[0-9]{2}"),
    "departement": re.compile(r"[0-9]{2}|2[AB]|9[78][0-9]"),
    "epci": re.compile(r"[0-9]{9}"),
    "commune": COMMUNE_CODE,
}
POSTAL_CODE = re.compile(r"[0-9]{5}")
# As written by `compact_json`: parsing 27 MB twice would be the slowest step.
OUTLINE = re.compile(
    r'\{"level":"([a-z]+)","code":"([0-9AB]+)","geometry":(\{"type":'
    r'(?:"Polygon","coordinates":|"MultiPolygon","coordinates":\[)'
    r"\[\[\[[-0-9].*\]\]\]\})\}"
)
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
LARGEST_POPULATION = 2**31 - 1
KINDS = frozenset(Locality.Kind.values)
POSITION_BASES = frozenset(Territory.PositionBasis.values)

# Level of the territory that each field names, and who may name it.
RUNGS = {"departement": "departement", "region": "region", "epci": "epci"}
RUNGS |= {"ept": "epci"}
NAMED_BY = {"departement": {"region"}, "commune": set(RUNGS)}


class WrongContent(Exception):
    """What is wrong with a line, in French, without final point."""


Record = dict[str, str | None]


def checked_territory(record: Record) -> TerritoryRow:
    """Territory of a record whose empty fields are None; parents are not looked up."""
    level = record["level"]
    if level not in CODES:
        raise WrongContent(f"échelon inconnu « {level or ''} »")
    _check_code(record["code"], CODES[level], level)
    _check_text(record, "nature", longest=40)
    _check_text(record, "name", longest=150)
    _check_postal_codes(record)
    for field in RUNGS:
        if record[field] and field not in NAMED_BY.get(level, ()):
            raise WrongContent(f"{record['code']} ne peut pas avoir de {field}")
    if level == "commune" and not record["departement"]:
        raise WrongContent(f"la commune {record['code']} n'a pas de département")
    population = record["population"]
    if population is not None:
        if not re.fullmatch(r"[0-9]+", population):
            raise WrongContent(f"population illisible « {population} »")
        population = int(population)
        if population > LARGEST_POPULATION:
            raise WrongContent(f"population impossible « {population} »")
    return TerritoryRow(
        **{**record, "population": population, **_checked_position(record)}
    )


def checked_locality(record: Record) -> LocalityRow:
    """Locality of a record; its commune is not looked up."""
    if record["kind"] not in KINDS:
        raise WrongContent(f"nature de localité inconnue « {record['kind'] or ''} »")
    _check_code(record["code"], COMMUNE_CODE, "localité")
    _check_code(record["commune"], COMMUNE_CODE, "commune")
    if record["name"] is not None:
        _check_text(record, "name", longest=150)
    _check_postal_codes(record)
    return LocalityRow(**record)


def checked_neighbours(record: Record) -> NeighbourRow:
    """Two neighbours of a record; neither is looked up."""
    for code in (record["first"], record["second"]):
        _check_code(code, COMMUNE_CODE, "commune")
    if record["first"] >= record["second"]:
        told = f"{record['first']} {record['second']}"
        raise WrongContent(f"« {told} » n'est pas dans l'ordre")
    return NeighbourRow(**record)


def split_outline(line: str) -> tuple[str, str, str]:
    """Level, code and geometry, the latter left for the database to parse."""
    found = OUTLINE.fullmatch(line)
    if not found:
        raise WrongContent("ce n'est pas le contour d'un territoire")
    return found.groups()


def index_once(rows: Iterable, *names: str) -> dict[tuple, Any]:
    """Rows by their values of some fields; refuses a second row of the same values."""
    index = {}
    for row in rows:
        key = tuple(getattr(row, name) for name in names)
        if key in index:
            raise WrongContent(f"« {' '.join(key)} » y est deux fois")
        index[key] = row
    return index


def check_communes(localities: Iterable[LocalityRow], territories: Container) -> None:
    for row in localities:
        if ("commune", row.commune) not in territories:
            raise WrongContent(f"{row.code} : commune inconnue « {row.commune} »")


def check_neighbours(rows: Iterable[NeighbourRow], territories: Container) -> None:
    for row in rows:
        for code in (row.first, row.second):
            if ("commune", code) not in territories:
                raise WrongContent(f"commune inconnue « {code} »")


def check_parents(territories: dict[tuple[str, str], TerritoryRow]) -> None:
    """Refuse no territory at all, and parents that are unknown or of another kind."""
    if not territories:
        raise WrongContent("il n'y a aucun territoire")
    for row in territories.values():
        for field, level in RUNGS.items():
            code = getattr(row, field)
            if code is None:
                continue
            parent = territories.get((level, code))
            is_ept = parent is not None and parent.nature == Territory.EPT
            if parent is None or (level == "epci" and is_ept != (field == "ept")):
                raise WrongContent(
                    f"{row.level} {row.code} : {field} inconnu « {code} »"
                )


def _check_code(code: str | None, shape: re.Pattern, what: str) -> None:
    if not shape.fullmatch(code or ""):
        raise WrongContent(f"code de {what} mal formé « {code or ''} »")


def _check_text(record: Record, field: str, *, longest: int) -> None:
    text = record[field] or ""
    if not text.strip() or len(text) > longest or CONTROL.search(text):
        raise WrongContent(f"{field} vide, trop long ou illisible « {text[:60]} »")


def _check_postal_codes(record: Record) -> None:
    """Refuse codes that are not five digits; none at all becomes ''."""
    record["postal_codes"] = record["postal_codes"] or ""
    for code in record["postal_codes"].split():
        if not POSTAL_CODE.fullmatch(code):
            raise WrongContent(f"code postal mal formé « {code} »")


def _checked_position(record: Record) -> dict[str, float | None]:
    """Both coordinates and their basis are known, or none of the three."""
    texts = (record["latitude"], record["longitude"])
    basis = record["position_basis"]
    if texts == (None, None) and basis is None:
        return {}
    told = ", ".join(text or "" for text in texts)
    try:
        latitude, longitude = (float(text or "") for text in texts)
    except ValueError as error:
        raise WrongContent(f"position illisible « {told} »") from error
    if not is_in_world(latitude, longitude):
        raise WrongContent(f"position hors du globe « {told} »")
    if basis not in POSITION_BASES:
        raise WrongContent(f"origine de position inconnue « {basis or ''} »")
    return {"latitude": latitude, "longitude": longitude}
