"""An import killed in the middle leaves whole batches, and a second one ends it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from directory.importers.structures import BATCH
from tests import databases
from tests.structure_lists import structure_rows, write_list

ROWS = 20_000
PATIENCE = 120
HOLDS = """
SELECT count(*), count(DISTINCT slug), count(DISTINCT siret),
    (SELECT count(*) FROM directory_historicalstructure)
FROM directory_structure
"""


@pytest.fixture
def elsewhere(worker, django_db_setup, django_db_blocker):
    """A database of its own, that another process may write to for good."""
    name = f"test_ptce_killed_{worker}"
    with django_db_blocker.unblock():
        databases.clone(name)
        with databases.connected_to(name):
            yield name
        databases.drop(name)


@pytest.fixture
def start(elsewhere, tmp_path):
    """Starts the import of a list in another process."""
    path = write_list(tmp_path / "liste.csv.gz", structure_rows(ROWS))
    environment = os.environ | {"DATABASE_NAME": elsewhere}
    command = [sys.executable, "manage.py", "import_structures", path, "--write"]

    def start():
        return subprocess.Popen(
            [*map(str, command), "--settings=tests.settings"],
            cwd=Path(settings.BASE_DIR),
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    return start


def held():
    """Structures, distinct slugs, distinct SIRET, records of history."""
    with connection.cursor() as cursor:
        cursor.execute(HOLDS)
        return cursor.fetchone()


def kill_once_it_holds(process, rows):
    deadline = time.monotonic() + PATIENCE
    while held()[0] < rows:
        assert process.poll() is None, "ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


def test_an_import_killed_twice_is_ended_by_a_third(start):
    for batches in (1, 2):
        kill_once_it_holds(start(), batches * BATCH)
        count, *others = held()
        assert count % BATCH == 0
        assert 0 < count < ROWS
        assert others == [count] * 3
    process = start()
    assert process.wait(PATIENCE) == 0
    assert held() == (ROWS,) * 4
    process = start()
    assert process.wait(PATIENCE) == 0
    assert held() == (ROWS,) * 4
