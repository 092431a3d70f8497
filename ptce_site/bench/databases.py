"""A database of the bench's own, on the server of the site, dropped at the end."""

from contextlib import contextmanager
from io import StringIO

from django.core.management import call_command
from django.db import connection


@contextmanager
def own_database(template=None):
    """Django's connection on a new database with the territories and reference data.

    Copied from the database `template` when one is named, which nobody may use
    meanwhile; made from the fixtures otherwise, in about half a minute.
    """
    site = connection.settings_dict["NAME"]
    own = f"{site}_bench"
    _drop(own)
    with connection._nodb_cursor() as cursor:
        copied = f" TEMPLATE {_quoted(template)}" if template else ""
        cursor.execute(f"CREATE DATABASE {_quoted(own)}{copied}")
    connection.close()
    connection.settings_dict["NAME"] = own
    try:
        if not template:
            for command in ("migrate", "import_territories", "load_reference"):
                call_command(command, verbosity=0, stdout=StringIO())
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = site
        _drop(own)


def _drop(name):
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")


def _quoted(name):
    return connection.ops.quote_name(name)
