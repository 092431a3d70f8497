"""The committed files themselves: what they promise, and what a page may rely on."""

import csv
import hashlib
import json
import lzma
import math
from collections import Counter
from itertools import combinations
from pathlib import Path

import brotli
import pytest
from django.conf import settings

from directory.geo import contains, distance_km, is_in_world

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "territories"
BASE_MAP = Path(settings.BASE_DIR) / "static" / "geo" / "france.json"


def lines_of(name):
    opened = lzma.open if name.endswith(".xz") else open
    with opened(FOLDER / name, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file) if ".csv" in name else map(json.loads, file)


@pytest.fixture(scope="module")
def manifest():
    return json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rows():
    return {(row["level"], row["code"]): row for row in lines_of("territories.csv.xz")}


def is_overseas(row, rows):
    """Whether a commune or département is, or lies in, an overseas collectivity."""
    departement = rows["departement", row["departement"] or row["code"]]
    return departement["nature"] == "collectivité d'outre-mer"


def test_files_match_the_manifest(manifest):
    for name, entry in manifest["files"].items():
        data = (FOLDER / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"], name
        assert sum(1 for _ in lines_of(name)) == entry["rows"], name


def test_counts_are_those_of_the_vintage(manifest, rows):
    levels = Counter(level for level, _ in rows)
    natures = Counter(row["nature"] for row in rows.values())
    assert manifest["vintage"] == 2026
    assert levels == manifest["counts"]["levels"]
    assert natures == manifest["counts"]["natures"]
    assert levels["commune"] == 34_969
    assert levels["epci"] - natures["EPT"] == 1_255
    assert natures["EPT"] == 11
    assert (natures["région"], natures["département"]) == (18, 101)
    assert natures["collectivité d'outre-mer"] == 8


def test_every_rung_of_a_territory_exists(rows):
    rungs = {"departement": "departement", "region": "region"}
    rungs |= {"epci": "epci", "ept": "epci"}
    for (level, code), row in rows.items():
        for field, rung in rungs.items():
            assert not row[field] or (rung, row[field]) in rows, (level, code, field)
        if level == "commune":
            assert row["departement"], code
        if level in ("commune", "departement"):
            assert bool(row["region"]) != is_overseas(row, rows), code


def test_eleven_ept_lie_beside_the_metropole_du_grand_paris(rows):
    for row in rows.values():
        if row["ept"]:
            assert row["epci"] == "200054781"
            assert rows["epci", row["ept"]]["nature"] == "EPT"


def test_98_communes_have_no_epci(rows):
    communes = [row for row in rows.values() if row["level"] == "commune"]
    assert sum(not row["epci"] for row in communes) == 98


def test_many_epci_straddle_departements_and_some_regions(rows):
    spread = {"departement": {}, "region": {}}
    for row in rows.values():
        if row["epci"]:
            for rung, found in spread.items():
                found.setdefault(row["epci"], set()).add(row[rung])
    straddling = {
        rung: sum(len(codes) > 1 for codes in found.values())
        for rung, found in spread.items()
    }
    assert straddling == {"departement": 89, "region": 26}


def test_every_locality_leads_to_a_commune(rows):
    kinds = Counter()
    for row in lines_of("localities.csv.xz"):
        assert ("commune", row["commune"]) in rows, row["code"]
        assert row["name"] or row["kind"] == "ancienne", row["code"]
        kinds[row["kind"]] += 1
    assert kinds["arrondissement"] == 45


def test_only_overseas_collectivities_have_no_position(rows):
    for key, row in rows.items():
        if row["latitude"]:
            assert is_in_world(float(row["latitude"]), float(row["longitude"]))
            assert row["position_basis"]
        else:
            assert is_overseas(row, rows), key
            assert not row["longitude"] and not row["position_basis"]


def distance_to_border(geometry, longitude, latitude):
    """Kilometres to the nearest border of a polygon, on a plane around the point."""
    parts = geometry["coordinates"]
    rings = parts if geometry["type"] == "Polygon" else [r for p in parts for r in p]
    narrowing = math.cos(math.radians(latitude))
    nearest = math.inf
    for ring in rings:
        flat = [((x - longitude) * narrowing, y - latitude) for x, y in ring]
        for (x1, y1), (x2, y2) in zip(flat, flat[1:], strict=False):
            dx, dy = x2 - x1, y2 - y1
            along = -(x1 * dx + y1 * dy) / (dx * dx + dy * dy)
            along = min(1, max(0, along))
            nearest = min(nearest, math.hypot(x1 + along * dx, y1 + along * dy))
    return distance_km(latitude, 0, latitude + nearest, 0)


def test_every_point_lies_in_its_outline_or_within_a_kilometre(manifest, rows):
    drawn = Counter()
    # one line at a time: all the outlines together are slow to hold
    for line in lines_of("outlines.jsonl.xz"):
        key, geometry = (line["level"], line["code"]), line["geometry"]
        drawn[line["level"]] += 1
        row = rows[key]
        longitude, latitude = float(row["longitude"]), float(row["latitude"])
        if not contains(geometry, longitude, latitude):
            assert row["position_basis"].startswith("mairie"), key
            assert distance_to_border(geometry, longitude, latitude) <= 1, key
    assert drawn == manifest["counts"]["outlines"]


def edges(geometry):
    """Edges of a geometry, each whatever its direction."""
    parts = geometry["coordinates"]
    rings = parts if geometry["type"] == "Polygon" else [r for p in parts for r in p]
    return {
        frozenset(map(tuple, edge))
        for ring in rings
        for edge in zip(ring, ring[1:], strict=False)
    }


def test_neighbours_are_the_communes_that_share_an_edge():
    """Told of Corsica: all of France would be slow."""
    drawn = {
        line["code"]: edges(line["geometry"])
        for line in lines_of("outlines.jsonl.xz")
        if line["level"] == "commune" and line["code"][1] in "AB"
    }
    sharing = {
        (one, other)
        for one, other in combinations(drawn, 2)
        if drawn[one] & drawn[other]
    }
    told = [(line["first"], line["second"]) for line in lines_of("neighbours.csv.xz")]
    assert told == sorted(set(told))
    assert len(sharing) > 900
    assert sharing == {(one, other) for one, other in told if one[1] in "AB"}


def test_known_faults_of_the_source_were_found():
    found = {(row["name"], row["what"]) for row in lines_of("repairs.csv")}
    assert {
        ("Solore-en-Forez", "mairie_non_finie"),
        ("Lanester", "mairie_non_finie"),
        ("Béganne", "mairie_signe"),
        ("Saint-Pierre-Azif", "mairie_hors_contour"),
        ("Paris", "mairie_absente"),
        ("Orée d'Anjou", "contour_des_parties"),
    } <= found


def test_the_files_stay_small():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 5_000_000


def test_the_base_map_stays_light():
    assert len(brotli.compress(BASE_MAP.read_bytes(), quality=11)) <= 45_000


def test_the_base_map_names_every_departement_and_region(rows):
    france = json.loads(BASE_MAP.read_text(encoding="utf-8"))
    for name, level, count in (
        ("departements", "departement", 101),
        ("regions", "region", 18),
    ):
        features = france[name]["features"]
        assert len(features) == count
        for feature in features:
            properties = feature["properties"]
            assert properties["nom"] == rows[level, properties["code"]]["name"]
