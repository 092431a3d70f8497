"""What a process keeps of the data, and drops as soon as anyone has changed them.

Changes are committed here, in a database of this module's own.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import Pole, census, data_stamp, remembered
from directory.models.census import Census
from directory.statistics import directory_figures
from tests import databases
from tests.makers import make_pole, make_structure
from tests.page import Page

numbers = count(1)


@pytest.fixture(scope="module", autouse=True)
def own_database(django_db_setup, django_db_blocker, worker):
    name = f"test_ptce_{worker}_census"
    with django_db_blocker.unblock():
        databases.clone(name)
        with databases.connected_to(name):
            yield
        databases.drop(name)


@pytest.fixture
def pole():
    """A committed pole with a member, deleted afterwards."""
    number = next(numbers)
    member = make_structure(f"Structure {number}")
    made = make_pole(
        f"Pôle {number}", sectors=["culture"], stage="emergence", members=[member]
    )
    yield made
    Pole.objects.filter(pk=made.pk).delete()


def send(sql, **values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def elsewhere(*functions):
    """What functions return in threads of their own, hence on other connections."""

    def run(function):
        try:
            return function()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(functions)) as pool:
        return list(pool.map(run, functions))


def test_the_census_is_kept_while_nothing_changes_by_all_threads(pole):
    known = census()
    with CaptureQueriesContext(connection) as queries:
        assert census() is known
    assert len(queries) == 1
    assert elsewhere(census, census) == [known, known]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE directory_pole SET name = 'Autre' WHERE id = %(pole)s",
        "UPDATE directory_pole SET publication = 'archive' WHERE id = %(pole)s",
        "DELETE FROM directory_membership WHERE pole_id = %(pole)s",
        "DELETE FROM directory_pole_sectors WHERE pole_id = %(pole)s",
        "UPDATE directory_stagerecord SET stage = 'clos' WHERE pole_id = %(pole)s",
        "INSERT INTO directory_pole_stewards (pole_id, network_id)"
        " SELECT %(pole)s, min(id) FROM directory_network",
        "INSERT INTO directory_perimeter"
        " (pole_id, territory_id, since_precision, until_precision)"
        " SELECT %(pole)s, seat_id, 'annee', 'annee' FROM directory_pole"
        " WHERE id = %(pole)s",
        "INSERT INTO directory_recognition (pole_id, text, precision)"
        " VALUES (%(pole)s, 'une liste', 'annee')",
        "UPDATE directory_structure SET kind_id = (SELECT max(id)"
        " FROM directory_structurekind)",
        "UPDATE directory_structurekind SET slug = slug || 'x' WHERE rank = 1",
        "UPDATE directory_network SET slug = slug || 'x' WHERE rank = 1",
        "UPDATE directory_sector SET slug = slug || 'x' WHERE slug = 'sport'",
        "UPDATE directory_programme SET slug = slug || 'x' WHERE year = 2013",
        "UPDATE directory_territory SET name = 'Romans' WHERE code = '26281'",
        "TRUNCATE directory_recognition",
        "INSERT INTO directory_charteredition (version, charter, slug, year, title)"
        " VALUES (%(pole)s, 'nationale', 'a', 2014, 'Charte')",
        "INSERT INTO directory_pledge"
        " (pole_id, edition_id, signed_on, precision, verified)"
        " SELECT %(pole)s, id, '2014-09-19', 'jour', false"
        " FROM directory_charteredition LIMIT 1",
        "UPDATE directory_pledge SET verified = true",
        "DELETE FROM directory_pledge WHERE pole_id = %(pole)s",
    ],
)
def test_any_change_is_seen_through_whatever_door(pole, change):
    known = census()
    send(change, pole=pole.pk)
    assert census() is not known


def test_the_page_shows_a_change_at_once(pole):
    client = Client()
    assert pole.slug in Page(client.get("/poles/")).poles()
    pole.publication = Pole.Publication.ARCHIVED
    pole.save()
    page = Page(client.get("/poles/"))
    assert pole.slug not in page.poles()
    assert pole.slug not in page.on_map()


def test_a_change_is_seen_once_committed_and_not_before(pole):
    known = census()
    with transaction.atomic():
        Pole.objects.filter(pk=pole.pk).delete()
        assert pole.pk not in census().poles
        assert elsewhere(census) == [known]
    assert pole.pk not in census().poles
    assert elsewhere(census) == [census()]


def test_what_was_undone_was_never_kept(pole):
    known = census()
    try:
        with transaction.atomic():
            Pole.objects.filter(pk=pole.pk).delete()
            assert data_stamp() is None
            assert pole.pk not in census().poles
            raise RuntimeError
    except RuntimeError:
        pass
    assert census() is known


def test_two_writers_do_not_wait_for_each_other(pole):
    both = Barrier(2, timeout=10)

    def write():
        with transaction.atomic():
            send("SET LOCAL lock_timeout = '2s'")
            make_structure(f"Structure {next(numbers)}")
            both.wait()

    before = data_stamp()
    elsewhere(write, write)
    assert data_stamp() != before


def test_stamps_grow_with_each_commit():
    stamps = []
    for _ in range(5):
        elsewhere(lambda: make_structure(f"Structure {next(numbers)}"))
        stamps.append(data_stamp()[1])
    assert stamps == sorted(set(stamps))


def test_tomorrow_is_another_day(pole, monkeypatch):
    known = census()
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
    assert census() is not known


def test_threads_that_ask_together_wait_for_one_answer():
    calls = []

    @remembered
    def slow():
        calls.append(1)
        send("SELECT pg_sleep(0.2)")
        return object()

    first, second, third = elsewhere(slow, slow, slow)
    assert first is second is third
    assert len(calls) == 1


@pytest.mark.parametrize("function", [Census, directory_figures])
def test_every_table_that_is_kept_notes_its_changes(function):
    with CaptureQueriesContext(connection) as queries:
        function()
    read = {
        table
        for query in queries
        for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])
    }
    assert "directory_pole" in read
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgfoid = 'directory_note_change'::regproc"
        )
        assert read <= {row[0] for row in cursor}


def test_the_census_is_not_changed_by_what_reads_it(pole):
    before = [dict(vars(known)) for known in census().poles.values()]
    for query in ("", "?territoire=commune:26281", "?position=45.04,5.05&tri=distance"):
        assert Client().get(f"/poles/{query}").status_code == 200
    assert Client().get("/territoires/commune/26362/").status_code == 200
    assert [dict(vars(known)) for known in census().poles.values()] == before
