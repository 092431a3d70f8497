"""A small folder of territory files about an invented country, ready to be changed."""

from dataclasses import replace

from directory.importers.territory_files import (
    LOCALITIES,
    MANIFEST,
    NEIGHBOURS,
    OUTLINES,
    TERRITORIES,
    LocalityRow,
    NeighbourRow,
    TerritoryRow,
    readable_json,
    write_csv,
    write_lines,
    write_text,
)

NOTHING = dict.fromkeys(TerritoryRow.__dataclass_fields__) | {"postal_codes": ""}


def row(level, code, name, nature, **fields):
    known = {"level": level, "code": code, "name": name, "nature": nature}
    return TerritoryRow(**{**NOTHING, **known, **fields})


def commune(code, name, **fields):
    rungs = {"departement": "01", "region": "84", "epci": "200000001"}
    place = {"latitude": 46.25, "longitude": -5e-05, "position_basis": "mairie"}
    return row("commune", code, name, "commune", **{**rungs, **place, **fields})


def square(west, south, side=0.1):
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


class Country:
    """Rows of each file by key; `write` makes a sound folder of them."""

    def __init__(self):
        rows = [
            row("region", "84", "Grande Plaine", "région", population=1_000),
            row("departement", "01", "Bocage", "département", region="84"),
            row("epci", "200000001", "Communauté des Deux Rives", "CC"),
            row("epci", "200000002", "Rive Droite", "EPT"),
            commune("01001", "L'Œuvre-lès-Bois", population=300, postal_codes="01100"),
            commune("01002", "Petiville", postal_codes="01200 01210"),
            commune("01003", "Sans Maison", population=0, ept="200000002"),
        ]
        self.territories = {}
        for known in rows:
            self.add(known)
        self.localities = {
            "01004": LocalityRow("deleguee", "01004", "Vieux Bourg", "01001", "01100"),
            "01005": LocalityRow("ancienne", "01005", None, "01002", ""),
        }
        self.outlines = {
            ("commune", "01001"): square(0, 46),
            ("commune", "01002"): square(0.1, 46),
        }
        self.neighbours = [("01001", "01002")]
        self.vintage = 2026

    def add(self, territory):
        self.territories[f"{territory.level}:{territory.code}"] = territory

    def change(self, key, **fields):
        self.territories[key] = replace(self.territories[key], **fields)

    def remove(self, key):
        """Remove a territory, with its localities, outline and neighbours."""
        level, code = key.split(":")
        del self.territories[key]
        self.outlines.pop((level, code), None)
        self.localities = {
            key: row for key, row in self.localities.items() if row.commune != code
        }
        self.neighbours = [pair for pair in self.neighbours if code not in pair]

    def write(self, folder):
        lines = (
            {"level": level, "code": code, "geometry": geometry}
            for (level, code), geometry in self.outlines.items()
        )
        folder.mkdir(exist_ok=True)
        files = {
            TERRITORIES: write_csv(
                folder / TERRITORIES, TerritoryRow, self.territories.values()
            ),
            LOCALITIES: write_csv(
                folder / LOCALITIES, LocalityRow, self.localities.values()
            ),
            OUTLINES: write_lines(folder / OUTLINES, lines),
            NEIGHBOURS: write_csv(
                folder / NEIGHBOURS,
                NeighbourRow,
                (NeighbourRow(*pair) for pair in self.neighbours),
            ),
        }
        manifest = {"vintage": self.vintage, "files": files}
        write_text(folder / MANIFEST, readable_json(manifest))
        return folder
