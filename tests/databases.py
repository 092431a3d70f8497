"""Test databases, cloned from a template that is made once.

The template holds the migrated schema, the reference data and every French
territory. Its name carries a hash of all it is made from, so it is made anew when a
migration, a fixture or an importer changes, and only then.
"""

import hashlib
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

ROOT = Path(settings.BASE_DIR)
INGREDIENTS = (
    "charter/migrations/*.py",
    "directory/migrations/*.py",
    "directory/importers/*.py",
    "fixtures/*.json",
    "fixtures/territories/manifest.json",
)
LOCK = 7_203_001


def prefix():
    """Of the templates made of these apps: others have their own beside them."""
    return "ptce_template_" if apps.is_installed("charter") else "ptce_bare_"


def template_name():
    digest = hashlib.sha256()
    for pattern in INGREDIENTS:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.name.encode() + path.read_bytes())
    return prefix() + digest.hexdigest()[:12]


@contextmanager
def connected_to(name):
    """Point Django's connection at a database, and back again."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def ensure_template():
    """Make the template unless it exists; one process at a time."""
    name = template_name()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix()]
        )
        known = {row[0] for row in cursor.fetchall()}
        if name not in known:
            for old in known:
                cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
            making = f"{name}_making"
            cursor.execute(f'CREATE DATABASE "{making}"')
            with connected_to(making):
                call_command("migrate", verbosity=0)
                call_command("import_territories", verbosity=0)
                call_command("load_reference", verbosity=0)
            cursor.execute(f'ALTER DATABASE "{making}" RENAME TO "{name}"')
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    return name


def clone(name):
    """Make a database, thrown away first if it exists, from the template."""
    template = ensure_template()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop(name):
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
