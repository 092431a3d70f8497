"""The bench runs at a tiny size, in a database of its own that does not outlive it."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from directory.models import Pole
from ptce_site.bench.databases import own_database
from ptce_site.bench.filling import fill
from tests.databases import ensure_template


@pytest.fixture
def outside_transactions(django_db_setup, django_db_blocker):
    """The connection itself: the bench leaves it for another database."""
    with django_db_blocker.unblock():
        yield connection
        connection.close()


def benches():
    """Databases of benches run from this one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database"
            " WHERE starts_with(datname, current_database()) AND datname LIKE '%bench%'"
        )
        return [row[0] for row in cursor]


def run(**options):
    call_command("bench", template=ensure_template(), requests=2, **options)


def test_the_bench_tells_each_page_and_leaves_nothing(outside_transactions, capsys):
    run(size=[(5, 20)], tolerance=100_000)
    told = capsys.readouterr().out
    for page in ("/poles/carte.svg", "/structures/…/", "/admin/directory/pole/"):
        assert f"\n{page} " in told
    assert benches() == []
    assert not Pole.objects.exists()


def test_a_page_over_its_budget_fails_the_bench_and_is_named(outside_transactions):
    with pytest.raises(CommandError, match="budget.: /thematiques/ à 5 pôles"):
        run(size=[(5, 20)], only="/thematiques/", tolerance=-100)
    assert benches() == []


def test_invented_poles_are_the_same_each_time_and_said_to_be_invented(
    outside_transactions,
):
    drawn = []
    for _ in range(2):
        with own_database(ensure_template()):
            fill(10, 30)
            drawn.append(list(Pole.objects.values_list("name", "latitude")))
    assert drawn[0] == drawn[1]
    assert all("d'essai" in name for name, _ in drawn[0])
