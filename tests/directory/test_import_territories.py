"""Importing territories: what is written, what is left alone, what is kept."""

import io
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from directory.importers.territories import LOCK, Tally, import_territories
from directory.importers.territory_tables import TARGETS
from directory.models import Locality, Outline, Territory
from tests import databases
from tests.directory.tiny_territories import Country, commune, row, square
from tests.makers import make_network, make_pole, make_structure, territory

TABLES = tuple(target.table for target in TARGETS)


def empty_tables():
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE directory_territory CASCADE")


def row_versions():
    """Where and by which transaction each row was last written."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT ctid::text, xmin::text FROM {table} ORDER BY ctid")
            yield table, cursor.fetchall()


def neighbours(key):
    return {found.key for found in Territory.objects.neighbours_of(territory(key))}


@pytest.fixture
def country():
    return Country()


@pytest.fixture
def load(db, tmp_path):
    """Imports a country into tables that were empty at first."""
    empty_tables()
    return lambda country: import_territories(country.write(tmp_path / "files"))


def test_a_first_import_creates_everything(load, country):
    report = load(country)
    assert report.tallies == {
        "region": Tally(created=1),
        "departement": Tally(created=1),
        "epci": Tally(created=2),
        "commune": Tally(created=3),
        "localites": Tally(created=2),
        "contours": Tally(created=2),
        "voisinages": Tally(created=1),
    }
    assert report.kept == []
    commune = territory("commune:01001")
    assert commune.slug == "l-oeuvre-les-bois"
    assert (commune.latitude, commune.longitude) == (46.25, -5e-05)
    assert commune.postal_codes == ["01100"]
    assert [rung.key for rung in commune.rungs_above] == [
        "region:84",
        "departement:01",
        "epci:200000001",
    ]
    assert commune.outline.geometry == square(0, 46)
    assert [place.name for place in commune.localities.all()] == ["Vieux Bourg"]
    assert territory("commune:01003").ept == territory("epci:200000002")


def test_unknown_is_null_and_zero_is_zero(load, country):
    load(country)
    assert territory("commune:01002").population is None
    assert territory("commune:01003").population == 0
    assert territory("region:84").latitude is None
    assert territory("region:84").position_basis is None
    assert territory("region:84").postal_codes == []
    assert Locality.objects.get(code="01005").name is None
    assert not Outline.objects.filter(territory__code="01003").exists()


def test_every_imported_territory_is_valid(load, country):
    load(country)
    for imported in Territory.objects.all():
        imported.full_clean()


def test_a_second_import_writes_nothing(load, country):
    created = load(country).changes
    before = dict(row_versions())
    report = load(country)
    assert report.changes == 0
    assert sum(tally.unchanged for tally in report.tallies.values()) == created
    assert dict(row_versions()) == before


def test_only_what_changed_is_written(load, country):
    load(country)
    before = dict(row_versions())
    country.change("commune:01002", population=512, postal_codes="01200")
    country.outlines["commune", "01001"] = square(0, 46.5)
    country.localities["01005"] = replace(country.localities["01005"], name="Nommée")
    country.neighbours.append(("01002", "01003"))
    report = load(country)
    assert report.tallies["commune"] == Tally(changed=1, unchanged=2)
    assert report.tallies["contours"] == Tally(changed=1, unchanged=1)
    assert report.tallies["localites"] == Tally(changed=1, unchanged=1)
    assert report.tallies["voisinages"] == Tally(created=1, unchanged=1)
    assert report.changes == 4
    after = dict(row_versions())
    for table in TABLES:
        assert len(set(after[table]) - set(before[table])) == 1, table
    commune = territory("commune:01002")
    assert (commune.population, commune.postal_codes) == (512, ["01200"])
    assert territory("commune:01001").outline.geometry == square(0, 46.5)


def test_a_value_no_longer_known_becomes_null(load, country):
    load(country)
    country.change("commune:01001", population=None, epci=None)
    report = load(country)
    assert report.tallies["commune"] == Tally(changed=1, unchanged=2)
    assert territory("commune:01001").population is None
    assert territory("commune:01001").epci is None


def test_a_commune_moves_to_a_new_grouping(load, country):
    load(country)
    country.add(row("epci", "200000003", "Communauté Nouvelle", "CC"))
    for code in ("01001", "01002", "01003"):
        country.change(f"commune:{code}", epci="200000003")
    country.remove("epci:200000001")
    report = load(country)
    assert report.tallies["epci"] == Tally(created=1, unchanged=1, deleted=1)
    assert report.tallies["commune"] == Tally(changed=3)
    assert territory("commune:01001").epci.name == "Communauté Nouvelle"


def test_larger_territories_border_as_their_communes_do(load, country):
    country.add(row("region", "11", "Autre Plaine", "région"))
    country.add(row("departement", "02", "Plateau", "département", region="11"))
    country.add(row("epci", "200000003", "Communauté du Plateau", "CC"))
    rungs = {"departement": "02", "region": "11", "epci": "200000003"}
    country.add(commune("02001", "Hauteville", **rungs))
    country.neighbours += [("01001", "02001"), ("01003", "02001")]
    report = load(country)
    assert report.tallies["voisinages"] == Tally(created=7)
    assert neighbours("region:84") == {"region:11"}
    assert neighbours("departement:02") == {"departement:01"}
    assert neighbours("epci:200000003") == {"epci:200000001", "epci:200000002"}
    country.neighbours.remove(("01003", "02001"))
    assert load(country).tallies["voisinages"] == Tally(unchanged=5, deleted=2)
    assert neighbours("epci:200000003") == {"epci:200000001"}


def test_an_ept_does_not_border_the_metropole_that_holds_it(load, country):
    country.neighbours.append(("01002", "01003"))
    load(country)
    assert neighbours("commune:01002") == {"commune:01001", "commune:01003"}
    assert neighbours("epci:200000002") == set()


def test_a_commune_that_changes_grouping_changes_who_borders_it(load, country):
    country.add(row("epci", "200000003", "Communauté Nouvelle", "CC"))
    load(country)
    assert neighbours("epci:200000001") == set()
    country.change("commune:01002", epci="200000003")
    assert load(country).tallies["voisinages"] == Tally(created=1, unchanged=1)
    assert neighbours("epci:200000001") == {"epci:200000003"}


def test_a_new_vintage_alone_is_not_told_as_a_change(load, country):
    load(country)
    country.vintage = 2027
    report = load(country)
    assert report.vintage == 2027
    assert report.changes == 0
    assert set(Territory.objects.values_list("vintage", flat=True)) == {2027}


def test_a_renamed_commune_is_found_in_the_search_of_its_poles(load, country):
    load(country)
    pole = make_pole(seat="commune:01002")
    country.change("commune:01002", name="Quincampoix")
    load(country)
    pole.refresh_from_db(fields=["search_document"])
    assert "quincampoix" in pole.search_document


def test_a_gone_commune_that_nobody_uses_is_deleted(load, country):
    load(country)
    country.remove("commune:01001")
    report = load(country)
    assert report.tallies["commune"] == Tally(unchanged=2, deleted=1)
    assert report.tallies["localites"] == Tally(unchanged=1, deleted=1)
    assert report.tallies["contours"] == Tally(unchanged=1, deleted=1)
    assert report.tallies["voisinages"] == Tally(deleted=1)
    assert report.kept == []
    assert not Territory.objects.filter(code="01001").exists()


def test_all_levels_may_go_at_once(load, country):
    load(country)
    for key in list(country.territories):
        if key != "region:84":
            country.remove(key)
    report = load(country)
    assert [kept.key for kept in Territory.objects.all()] == ["region:84"]
    assert report.tallies["departement"] == Tally(deleted=1)
    assert report.tallies["epci"] == Tally(deleted=2)


def seat_a_pole(key):
    make_pole(seat=key)


def let_a_pole_act_there(key):
    make_pole(seat=None, acts_on=[key])


def house_a_structure(key):
    make_structure(commune=territory(key))


def let_a_pole_have_been_seated_there(key):
    pole = make_pole(seat=key)
    pole.seat = territory("commune:01001")
    pole.save()


@pytest.mark.parametrize(
    "use",
    [
        seat_a_pole,
        let_a_pole_act_there,
        house_a_structure,
        let_a_pole_have_been_seated_there,
    ],
)
def test_a_merged_commune_in_use_is_kept_and_told(load, country, use):
    load(country)
    use("commune:01002")
    country.remove("commune:01002")
    report = load(country)
    assert report.tallies["commune"] == Tally(unchanged=2, kept=1)
    assert [str(kept) for kept in report.kept] == ["Petiville"]
    assert territory("commune:01002").vintage == 2026
    assert not Outline.objects.filter(territory__code="01002").exists()
    assert neighbours("commune:01002") == set()


def test_what_a_kept_commune_points_to_is_kept(load, country):
    load(country)
    make_pole(seat="commune:01003")
    country.change("commune:01001", epci=None)
    country.change("commune:01002", epci=None)
    for key in ("commune:01003", "epci:200000001", "epci:200000002"):
        country.remove(key)
    report = load(country)
    assert [kept.key for kept in report.kept] == [
        "commune:01003",
        "epci:200000001",
        "epci:200000002",
    ]


def test_a_region_of_a_network_is_kept(load, country):
    load(country)
    make_network(regions=["region:84"])
    for key in list(country.territories):
        country.remove(key)
    country.add(row("region", "99", "Autre Plaine", "région"))
    assert [kept.key for kept in load(country).kept] == ["region:84"]


def test_a_kept_commune_that_comes_back_is_unchanged(load, country):
    load(country)
    make_pole(seat="commune:01002")
    known = territory("commune:01002").pk
    country.remove("commune:01002")
    load(country)
    report = load(Country())
    assert report.kept == []
    assert report.tallies["commune"] == Tally(unchanged=3)
    assert report.tallies["contours"] == Tally(created=1, unchanged=1)
    assert territory("commune:01002").pk == known


def test_the_committed_files_are_what_the_database_holds(db):
    report = import_territories(Path(settings.BASE_DIR) / "fixtures" / "territories")
    assert report.changes == 0
    assert report.kept == []


def test_the_command_tells_what_it_did(load, country, tmp_path):
    load(country)
    make_pole(seat="commune:01002")
    country.remove("commune:01002")
    country.change("commune:01001", population=301)
    said = io.StringIO()
    call_command(
        "import_territories", folder=country.write(tmp_path / "files"), stdout=said
    )
    assert said.getvalue().splitlines() == [
        "Territoires, millésime 2026 :",
        "  régions : 1 sans changement",
        "  départements : 1 sans changement",
        "  intercommunalités : 2 sans changement",
        "  communes : 1 avec changement, 1 sans changement, "
        "1 hors des fichiers mais encore en usage",
        "  localités : 1 sans changement, 1 en moins",
        "  contours : 1 sans changement, 1 en moins",
        "  voisinages : 1 en moins",
        "Gardé, car encore en usage : Petiville (commune 01002)",
    ]


def waiting_for_the_lock():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database"
            " WHERE locktype = 'advisory' AND objid = %s AND NOT granted"
            " AND datname = current_database()",
            [LOCK],
        )
        return cursor.fetchone()[0]


def import_and_close(folder):
    try:
        return import_territories(folder)
    finally:
        connection.close()


def import_twice_at_once(folder):
    """Reports of two imports that were both waiting before the first began."""
    with connection.cursor() as cursor, ThreadPoolExecutor(2) as pool:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            under_way = [pool.submit(import_and_close, folder) for _ in range(2)]
            for _ in range(3_000):
                if waiting_for_the_lock() == 2 or any(f.done() for f in under_way):
                    break
                time.sleep(0.01)
            assert waiting_for_the_lock() == 2
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        return [future.result() for future in under_way]


def test_two_imports_at_once_follow_each_other(
    country, tmp_path, worker, django_db_setup, django_db_blocker
):
    name = f"test_ptce_{worker}_imports"
    with django_db_blocker.unblock():
        databases.clone(name)
        try:
            with databases.connected_to(name):
                empty_tables()
                reports = import_twice_at_once(country.write(tmp_path))
        finally:
            databases.drop(name)
    assert sorted(report.changes for report in reports) == [0, 12]


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.table)
def test_no_column_is_left_out(target):
    columns = {
        column.column
        for column in target.model._meta.concrete_fields
        if not column.generated and (not column.primary_key or column.is_relation)
    }
    filled = {*target.key, *target.compared, *target.quiet}
    assert columns == filled - {"id"}
