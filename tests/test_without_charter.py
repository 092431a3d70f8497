"""The directory runs, and its tests pass, with the charter taken out.

Some of its tests here; all of them by
`pytest --ds tests.settings_without_charter tests/directory`.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = "tests.settings_without_charter"
SOME = [
    "tests/directory/test_admin.py",
    "tests/directory/test_merging.py",
    "tests/directory/test_pledges.py",
    "tests/directory/test_view_others.py",
    "tests/directory/test_view_poles.py",
    "tests/directory/test_view_territories.py",
]


def run(*words):
    """A command of Python with the charter taken out: (status, what it said)."""
    settings = {"DJANGO_SETTINGS_MODULE": SETTINGS, "DEBUG": "1"}
    # the run within does not count among the workers of this one
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=kept | settings,
        capture_output=True,
        text=True,
        timeout=600,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    "words", [("check",), ("makemigrations", "--check", "--dry-run")], ids=str
)
def test_the_project_stands_without_the_charter(words):
    status, said = run("manage.py", *words)
    assert status == 0, said


def test_tests_of_the_directory_pass_without_the_charter():
    status, said = run("-m", "pytest", "-q", "--ds", SETTINGS, *SOME)
    assert status == 0, said[-3000:]
    assert " passed" in said
