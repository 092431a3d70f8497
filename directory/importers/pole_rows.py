"""Rows of the starting data, and what the database knows of the rows they name."""

from dataclasses import dataclass

from directory.models import (
    Network,
    Pole,
    PoleAlias,
    Programme,
    Sector,
    Structure,
    StructureAlias,
    StructureKind,
    Territory,
)

from .reference import FIXTURES, read_fixture


@dataclass(frozen=True)
class StartingData:
    """Poles as a list of dictionaries; sources and structures by the key they bear."""

    poles: list
    sources: dict
    structures: dict


def read_starting_data(folder=FIXTURES):
    by_key = [
        {row["key"]: row for row in read_fixture(name, folder)}
        for name in ("sources", "structures")
    ]
    return StartingData(read_fixture("poles", folder), *by_key)


def territory_keys(row):
    """Keys of all the territories that a pole's row names."""
    perimeters = row["perimeters"] + row["supposed_perimeters"]
    return {item["territory"] for item in perimeters} | ({row["seat"]} - {None})


def member_keys(row):
    """Keys of the structures that a pole's row names."""
    return {member["structure"] for member in row["members"]}


def source_keys(row):
    """Keys of all the sources that a pole's row names, facts included."""
    facts = [
        *row["perimeters"],
        *row["supposed_perimeters"],
        *row["recognitions"],
        *row["figures"],
        *([row["stage"]] if row["stage"] else []),
    ]
    return {*row["sources"], *(fact["source"] for fact in facts)} - {None}


class Known:
    """What the rows may name, read once from the database for a list of poles."""

    def __init__(self, data, rows):
        self.sources = data.sources
        self.structures = data.structures
        self.territories = _territories(rows)
        self.sectors = {sector.slug: sector for sector in Sector.objects.all()}
        self.kinds = {kind.slug: kind for kind in StructureKind.objects.all()}
        self.programmes = {row.slug: row for row in Programme.objects.all()}
        self.stewards = _stewards()
        self.structure_keys = set(
            Structure.objects.exclude(import_key=None).values_list(
                "import_key", flat=True
            )
        )
        self.pole_slugs = _slugs(Pole, PoleAlias)
        self.structure_slugs = _slugs(Structure, StructureAlias)

    def steward_of(self, seat):
        """Network that keeps the entries of a seat: its région's, else the national.

        None when the reference data holds no network at all.
        """
        region = seat and (seat.pk if seat.level == "region" else seat.region_id)
        return self.stewards.get(region) or self.stewards.get(None)

    def objection(self, row):
        """Reason, in French, why a pole's row cannot be loaded; None if it can."""
        named = (
            ("Territoires absents de la base", territory_keys(row), self.territories),
            ("Thématiques inconnues", row["sectors"], self.sectors),
            ("Programmes inconnus", _programmes(row), self.programmes),
            ("Structures non décrites", member_keys(row), self.structures),
            ("Types de structure inconnus", self._kinds(row), self.kinds),
            ("Sources non décrites", source_keys(row), self.sources),
        )
        for words, keys, known in named:
            if absent := sorted(set(keys) - set(known)):
                return f"{words} : {', '.join(absent)}."
        if row["slug"] in self.pole_slugs:
            return f"L'adresse « {row['slug']} » est déjà celle d'un autre pôle."
        new = member_keys(row) - self.structure_keys
        if taken := sorted(new & self.structure_slugs):
            return f"Adresses déjà prises par d'autres structures : {', '.join(taken)}."
        return None

    def _kinds(self, row):
        return {
            self.structures[key]["kind"]
            for key in member_keys(row)
            if key in self.structures
        }


def _territories(rows):
    """Territories named by the rows, by key, each with its région."""
    keys = set().union(*(territory_keys(row) for row in rows))
    codes = {key.split(":")[1] for key in keys}
    found = Territory.objects.filter(
        level__in=Territory.Level.values, code__in=codes
    ).select_related("region")
    return {place.key: place for place in found if place.key in keys}


def _stewards():
    """First network to call by région; under None, the first national one."""
    national = Network.objects.filter(kind=Network.Kind.NATIONAL).first()
    stewards = {None: national} if national else {}
    for network in Network.objects.regional().prefetch_related("regions"):
        for region in network.regions.all():
            stewards.setdefault(region.pk, network)
    return stewards


def _slugs(*models):
    return {
        slug
        for model in models
        for slug in model.objects.values_list("slug", flat=True)
    }


def _programmes(row):
    return {item["programme"] for item in row["recognitions"]} - {None}
