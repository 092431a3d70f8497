"""Reader of the npm package @etalab/decoupage-administratif.

It gives the official codes, the names with their article, the populations, the members
of EPCI and EPT, and the former communes of one vintage.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from directory.importers.source_folders import UnreadableSource, find_data_folder

PACKAGE = "@etalab/decoupage-administratif"

FORMS = {
    "CC": "Communauté de communes",
    "CA": "Communauté d'agglomération",
    "CU": "Communauté urbaine",
}
NATURES = {"METRO": "métropole", "MET69": "métropole de Lyon"}
LOCALITY_KINDS = {
    "arrondissement-municipal": "arrondissement",
    "commune-deleguee": "deleguee",
    "commune-associee": "associee",
}


@dataclass(frozen=True)
class Area:
    """A région, a département or an overseas collectivity; only a département has a
    région."""

    code: str
    nature: str
    name: str
    region: str | None = None


@dataclass(frozen=True)
class Grouping:
    """An EPCI or EPT, with the codes of its communes."""

    code: str
    nature: str
    name: str
    population: int | None
    members: tuple[str, ...]


@dataclass(frozen=True)
class Commune:
    """`region` is None in the overseas collectivities; `former_codes` are those of the
    communes merged into this one."""

    code: str
    name: str
    departement: str
    region: str | None
    population: int | None
    postal_codes: frozenset[str]
    former_codes: tuple[str, ...]
    siren: str | None


@dataclass(frozen=True)
class Locality:
    """`name` is None when only the old code is known."""

    kind: str
    code: str
    name: str | None
    commune: str
    postal_codes: frozenset[str]


@dataclass(frozen=True)
class Decoupage:
    version: str | None
    regions: list[Area]
    departements: list[Area]
    epci: list[Grouping]
    ept: list[Grouping]
    communes: dict[str, Commune]
    localities: list[Locality]


def read_decoupage(root: Path) -> Decoupage:
    """Read the unpacked package, or its folder `data`.

    Raises UnreadableSource when files are missing or have another shape.
    """
    folder = find_data_folder(
        root, package=PACKAGE, subfolders=["data"], marker="communes.json"
    )
    try:
        entries = _load(folder, "communes")
        communes = [e for e in entries if e["type"] == "commune-actuelle"]
        return Decoupage(
            version=_version(folder),
            regions=_regions(_load(folder, "regions")),
            departements=_departements(_load(folder, "departements")),
            epci=[_grouping(entry) for entry in _load(folder, "epci")],
            ept=[_grouping(entry) for entry in _load(folder, "ept")],
            communes={entry["code"]: _commune(entry) for entry in communes},
            localities=_localities(entries),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableSource(
            f"Les fichiers du paquet {PACKAGE} dans « {folder} » n'ont pas la forme "
            f"attendue ({type(error).__name__} : {error})."
        ) from error


def _load(folder: Path, name: str) -> list[dict]:
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def _version(folder: Path) -> str | None:
    for manifest in (folder / "package.json", folder.parent / "package.json"):
        if manifest.is_file():
            return json.loads(manifest.read_text(encoding="utf-8")).get("version")
    return None


def _is_overseas_collectivity(entry: dict) -> bool:
    return entry["zone"] == "com"


def _regions(entries: list[dict]) -> list[Area]:
    # the package also lists each overseas collectivity as a région of its own
    return [
        Area(entry["code"], "région", entry["nom"])
        for entry in entries
        if not _is_overseas_collectivity(entry)
    ]


def _departements(entries: list[dict]) -> list[Area]:
    return [
        Area(entry["code"], "collectivité d'outre-mer", entry["nom"])
        if _is_overseas_collectivity(entry)
        else Area(entry["code"], "département", entry["nom"], entry["region"])
        for entry in entries
    ]


def _grouping(entry: dict) -> Grouping:
    prefix, _, rest = entry["nom"].partition(" ")
    return Grouping(
        code=entry["code"],
        nature=NATURES.get(entry["type"], entry["type"]),
        name=f"{FORMS[prefix]} {rest.strip()}" if prefix in FORMS else entry["nom"],
        population=entry.get("populationMunicipale"),
        members=tuple(member["code"] for member in entry["membres"]),
    )


def _commune(entry: dict) -> Commune:
    return Commune(
        code=entry["code"],
        name=entry["nom"],
        departement=entry["departement"],
        region=None if _is_overseas_collectivity(entry) else entry["region"],
        population=entry.get("population"),
        postal_codes=frozenset(entry.get("codesPostaux", ())),
        former_codes=tuple(entry.get("anciensCodes", ())),
        siren=entry.get("siren"),
    )


def _localities(entries: list[dict]) -> list[Locality]:
    names = {e["code"]: e["nom"] for e in entries if e["type"] == "commune-actuelle"}
    localities = {}
    for entry in entries:
        if kind := LOCALITY_KINDS.get(entry["type"]):
            parent = entry.get("chefLieu") or entry["commune"]
            # a déléguée with its commune's own code and name adds nothing
            if (entry["code"], entry["nom"]) != (parent, names[parent]):
                localities[entry["code"]] = Locality(
                    kind=kind,
                    code=entry["code"],
                    name=entry["nom"],
                    commune=parent,
                    postal_codes=frozenset(entry.get("codesPostaux", ())),
                )
    for entry in entries:
        for code in entry.get("anciensCodes", ()):
            # old codes of which nothing but the present commune is told
            old = Locality("ancienne", code, None, entry["code"], frozenset())
            localities.setdefault(code, old)
    return list(localities.values())
