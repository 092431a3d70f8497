"""A database that is busy or away: visitors are told to come back."""

import pytest
from django.db import OperationalError, ProgrammingError, connection

import ptce_site.views

pytestmark = pytest.mark.django_db


@pytest.fixture
def lock():
    """Hold a table by another connection; our own soon gives up waiting."""
    other = connection.copy()
    other.set_autocommit(False)

    def hold(table):
        with other.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '20ms'")

    yield hold
    other.close()


@pytest.mark.parametrize(
    ("path", "table"),
    [
        ("/poles/", "directory_pole"),
        ("/poles/carte.svg", "directory_pole"),
        ("/poles/inconnu/", "directory_pole"),
        ("/structures/", "directory_structure"),
    ],
)
def test_a_page_that_waits_for_a_lock_is_put_off(client, lock, path, table):
    lock(table)
    response = client.get(path)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    text = response.content.decode()
    assert "<h1>Le site est trop sollicité</h1>" in text
    assert "unsafe" not in response["Content-Security-Policy"]


def test_the_admin_is_put_off_likewise(client, admin, lock):
    client.force_login(admin)
    lock("directory_pole")
    assert client.get("/admin/directory/pole/").status_code == 503


def test_suggestions_are_put_off_in_json(client, lock):
    lock("directory_territory")
    response = client.get("/territoires/suggestions/?q=lyon")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "réessayez" in response.json()["erreur"]


def test_a_lost_database_is_one_line_of_log(client, caplog, monkeypatch):
    def lost():
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(ptce_site.views, "figures_of_today", lost)
    assert client.get("/").status_code == 503
    (record,) = caplog.records
    assert record.getMessage() == "Service Unavailable: / (connection refused)"
    assert record.levelname == "ERROR"
    assert record.exc_info is None


def test_an_error_of_the_code_stays_one(client, monkeypatch):
    def wrong():
        raise ProgrammingError("column does not exist")

    monkeypatch.setattr(ptce_site.views, "figures_of_today", wrong)
    with pytest.raises(ProgrammingError):
        client.get("/")
