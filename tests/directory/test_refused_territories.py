"""Territory files that are refused: one sentence, and a database left as it was."""

import hashlib
import json
import lzma
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from directory.importers.territories import import_territories
from directory.importers.territory_files import (
    LOCALITIES,
    MANIFEST,
    NEIGHBOURS,
    OUTLINES,
    TERRITORIES,
)
from directory.importers.territory_reader import UnusableFiles
from directory.models import Locality, Neighbour, Outline, Territory
from tests.directory.tiny_territories import Country, commune, row, square

FILES = (TERRITORIES, LOCALITIES, OUTLINES, NEIGHBOURS)


@pytest.fixture
def country():
    return Country()


@pytest.fixture
def folder(db, tmp_path, country):
    """A sound folder, already imported into tables that were empty at first."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE directory_territory CASCADE")
    import_territories(country.write(tmp_path / "files"))
    return tmp_path / "files"


def contents():
    models = (Territory, Locality, Outline, Neighbour)
    return [list(model.objects.order_by("pk").values()) for model in models]


def refusal(folder):
    """What the command says of a folder, having changed nothing."""
    before = contents()
    with pytest.raises(CommandError) as refused:
        call_command("import_territories", folder=folder)
    assert contents() == before
    said = str(refused.value)
    assert said.endswith(".") and "\n" not in said
    return said


def describe_anew(folder, name):
    """Make the manifest agree with a file that was changed."""
    manifest = json.loads((folder / MANIFEST).read_text())
    digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    manifest["files"][name]["sha256"] = digest
    (folder / MANIFEST).write_text(json.dumps(manifest))


def edit(folder, name, old, new):
    """Replace a text in a compressed file, and describe it anew."""
    text = lzma.decompress((folder / name).read_bytes()).decode()
    assert old in text
    (folder / name).write_bytes(lzma.compress(text.replace(old, new).encode()))
    describe_anew(folder, name)


@pytest.mark.parametrize("name", FILES)
def test_an_altered_byte_is_refused(folder, name):
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    assert "est tronqué ou altéré" in refusal(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_truncated_file_is_refused(folder, name):
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data[: len(data) // 2])
    assert "est tronqué ou altéré" in refusal(folder)
    describe_anew(folder, name)
    assert "est illisible" in refusal(folder)


def test_a_text_that_is_not_utf8_is_refused(folder):
    (folder / TERRITORIES).write_bytes(lzma.compress("Bâle".encode("latin-1")))
    describe_anew(folder, TERRITORIES)
    assert "est illisible" in refusal(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_number_of_rows_is_refused(folder, name):
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["files"][name]["rows"] += 1
    (folder / MANIFEST).write_text(json.dumps(manifest))
    assert "le manifeste en annonce" in refusal(folder)


@pytest.mark.parametrize("name", [MANIFEST, *FILES])
def test_a_missing_file_is_refused(folder, name):
    (folder / name).unlink()
    said = refusal(folder)
    assert name in said and "manque" in said


def test_a_folder_that_does_not_exist_is_refused(folder):
    assert "manque" in refusal(folder / "nowhere")


def test_a_foreign_file_is_refused(folder):
    (folder / "cantons.csv").write_text("code\n")
    assert "cantons.csv » n'est pas dans le manifeste" in refusal(folder)


def test_a_file_that_holds_no_data_is_let_be(folder):
    (folder / "README.md").write_text("Des territoires.")
    assert import_territories(folder).changes == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"files": {}}',
        '{"vintage": "2026", "files": {}}',
        '{"vintage": 2026, "files": []}',
        '{"vintage": 2026, "files": {"territories.csv.xz": {"rows": 1}}}',
    ],
)
def test_a_foreign_manifest_is_refused(folder, text):
    (folder / MANIFEST).write_text(text)
    assert "n'est pas un manifeste de territoires" in refusal(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_manifest_that_forgets_a_file_is_refused(folder, name):
    manifest = json.loads((folder / MANIFEST).read_text())
    del manifest["files"][name]
    (folder / MANIFEST).write_text(json.dumps(manifest))
    assert f"ne décrit pas le fichier {name}" in refusal(folder)


def test_other_columns_are_refused(folder):
    edit(folder, TERRITORIES, "nature", "genre")
    assert "colonnes" in refusal(folder)


def test_a_line_with_a_field_more_is_refused(folder):
    edit(folder, LOCALITIES, "Vieux Bourg", "Vieux,Bourg")
    assert "localities.csv.xz, ligne 2 : les colonnes" in refusal(folder)


UNSOUND = {
    "échelon inconnu « canton »": {"level": "canton"},
    "code de commune mal formé « 1001 »": {"code": "1001"},
    "code de commune mal formé « 2C001 »": {"code": "2C001"},
    "name vide": {"name": None},
    "name vide, trop long": {"name": "M" * 151},
    "ou illisible": {"name": "Bourg\0"},
    "nature vide": {"nature": None},
    "population illisible « beaucoup »": {"population": "beaucoup"},
    "population illisible « -1 »": {"population": -1},
    "population impossible": {"population": 2**31},
    "code postal mal formé « 1100 »": {"postal_codes": "01100 1100"},
    "n'a pas de département": {"departement": None},
    "departement inconnu « 02 »": {"departement": "02"},
    "region inconnu « 11 »": {"region": "11"},
    "epci inconnu « 200000009 »": {"epci": "200000009"},
    "epci inconnu « 200000002 »": {"epci": "200000002"},
    "ept inconnu « 200000001 »": {"ept": "200000001"},
    "position illisible « 46.25,  »": {"longitude": None},
    "position illisible « ouest, 5.0 »": {"latitude": "ouest", "longitude": 5.0},
    "position hors du globe « 91.0, 5.0 »": {"latitude": 91.0, "longitude": 5.0},
    "position hors du globe « nan, 5.0 »": {"latitude": "nan", "longitude": 5.0},
    "origine de position inconnue « clocher »": {"position_basis": "clocher"},
    "origine de position inconnue «  »": {"position_basis": None},
}


@pytest.mark.parametrize("told", UNSOUND)
def test_an_unsound_commune_is_refused(folder, country, told):
    country.change("commune:01002", **UNSOUND[told])
    country.write(folder)
    said = refusal(folder)
    assert told in said and said.startswith(TERRITORIES)


def test_a_rung_that_a_level_cannot_have_is_refused(folder, country):
    country.change("epci:200000001", region="84")
    country.write(folder)
    assert "200000001 ne peut pas avoir de region" in refusal(folder)


def test_a_territory_told_twice_is_refused(folder, country):
    country.territories["again"] = commune("01001", "Encore Lui")
    country.write(folder)
    assert "« commune 01001 » y est deux fois" in refusal(folder)


def test_an_empty_country_is_refused(folder, country):
    country.territories = {}
    country.localities = {}
    country.outlines = {}
    country.neighbours = []
    country.write(folder)
    assert "il n'y a aucun territoire" in refusal(folder)


def test_the_same_code_at_two_levels_is_no_double(folder, country):
    country.add(row("departement", "84", "Val", "département", region="84"))
    assert import_territories(country.write(folder)).changes == 1


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        ("nature de localité inconnue « hameau »", {"kind": "hameau"}),
        ("code de localité mal formé « 0100 »", {"code": "0100"}),
        ("01004 : commune inconnue « 01009 »", {"commune": "01009"}),
        ("code postal mal formé « abcde »", {"postal_codes": "abcde"}),
    ],
)
def test_an_unsound_locality_is_refused(folder, country, told, fields):
    country.localities["01004"] = replace(country.localities["01004"], **fields)
    country.write(folder)
    said = refusal(folder)
    assert told in said and said.startswith(LOCALITIES)


def test_a_locality_told_twice_is_refused(folder, country):
    country.localities["again"] = country.localities["01004"]
    country.write(folder)
    assert "« deleguee 01004 01001 » y est deux fois" in refusal(folder)


def test_an_outline_of_nobody_is_refused(folder, country):
    country.outlines["commune", "01009"] = square(0, 47)
    country.write(folder)
    told = "outlines.jsonl.xz, ligne 3 : territoire inconnu « commune 01009 »"
    assert told in refusal(folder)


def test_a_second_outline_is_refused(folder):
    edit(folder, OUTLINES, '"01002"', '"01001"')
    assert "second contour de « commune 01001 »" in refusal(folder)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Polygon", "Point"),
        ("Polygon", "MultiPolygon"),
        ('"level"', '"echelon"'),
        ("[[[", "[["),
        ("{", ""),
    ],
)
def test_an_outline_that_is_no_surface_is_refused(folder, old, new):
    edit(folder, OUTLINES, old, new)
    assert "ce n'est pas le contour d'un territoire" in refusal(folder)


@pytest.mark.parametrize("value", ["NaN", "ici", ""])
def test_an_outline_that_the_database_cannot_read_is_refused(folder, value):
    edit(folder, OUTLINES, "46.1", value)
    assert "un contour est illisible" in refusal(folder)
    # nothing is left in the session that would hinder the next import
    with pytest.raises(UnusableFiles):
        import_territories(folder)


@pytest.mark.parametrize(
    ("told", "pair"),
    [
        ("ligne 3 : code de commune mal formé « 1002 »", ("01001", "1002")),
        ("ligne 3 : code de commune mal formé «  »", (None, "01002")),
        ("ligne 3 : « 01002 01001 » n'est pas dans l'ordre", ("01002", "01001")),
        ("ligne 3 : « 01001 01001 » n'est pas dans l'ordre", ("01001", "01001")),
        ("commune inconnue « 01009 »", ("01001", "01009")),
        ("« 01001 01002 » y est deux fois", ("01001", "01002")),
    ],
)
def test_unsound_neighbours_are_refused(folder, country, told, pair):
    country.neighbours.append(pair)
    country.write(folder)
    said = refusal(folder)
    assert told in said and said.startswith(NEIGHBOURS)
