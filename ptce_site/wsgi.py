"""WSGI entry point: the web process, whose queries are bounded in time."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.db.backends.signals import connection_created

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ptce_site.settings")


def bound_statements(connection, **kwargs):
    """Let no visitor's query hold a connection; commands have no such bound."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '3s'; SET lock_timeout = '2s'")


application = get_wsgi_application()
connection_created.connect(bound_statements)

# What starting has made lives as long as the process: a collection of garbage that
# walked it would hold a page for 100 ms.
gc.collect()
gc.freeze()
