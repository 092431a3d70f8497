"""The web process bounds its queries in time; commands do not."""

import pytest

from tests.site.test_pages import run_manage

pytestmark = pytest.mark.django_db

# The first connection is made inside a transaction, which is then undone.
ASK = """
from django.db import connection, transaction
try:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")
except Exception:
    pass
with connection.cursor() as cursor:
    for name in ("statement_timeout", "lock_timeout"):
        cursor.execute(f"SHOW {name}")
        print(cursor.fetchone()[0])
"""


def bounds(*, imports=""):
    done = run_manage("shell", "-v", "0", "-c", imports + ASK, SECRET_KEY="k")
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_the_web_waits_three_seconds_for_a_query_and_two_for_a_lock():
    assert bounds(imports="import ptce_site.wsgi") == ["3s", "2s"]


def test_a_command_waits_as_long_as_it_takes():
    assert bounds() == ["0", "0"]
