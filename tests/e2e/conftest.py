"""The real site, with its starting data, and a real browser that visits it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from django.conf import settings
from django.core.management import call_command

from tests import databases
from tests.address_service import serving

from .browser import launch_options


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return launch_options()


@pytest.fixture(scope="session")
def browser_context_args():
    return {"locale": "fr-FR", "timezone_id": "Europe/Paris"}


@pytest.fixture(scope="session")
def site_database(django_db_setup, django_db_blocker, worker):
    """A database of this worker's own, with the poles of the fixtures."""
    name = f"site_ptce_{worker}"
    with django_db_blocker.unblock():
        databases.clone(name)
        with databases.connected_to(name):
            call_command("load_poles", verbosity=0)
        yield name
        databases.drop(name)


@pytest.fixture(scope="session")
def address_service():
    """The address service that the admin of the site asks."""
    with serving() as service:
        yield service


@pytest.fixture(scope="session")
def live_site(site_database, address_service, tmp_path_factory):
    """Address of the site under production settings, served by granian."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "ptce_site.settings",
        "DATABASE_NAME": site_database,
        "DEBUG": "0",
        "SECRET_KEY": "tests-only",
        "BEHIND_TLS": "0",
        "ALLOW_EMBEDDED_POSTGRES": "1",
        "GEOCODER_DOMAIN": address_service.domain,
        "GEOCODER_SCHEME": "http",
        "STATIC_ROOT": str(tmp_path_factory.mktemp("static")),
    }
    run = {"env": environment, "cwd": settings.BASE_DIR}
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, check=True, **run)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi"),
            *("--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
            *("--blocking-threads", "2", "ptce_site.wsgi:application"),
        ],
        **run,
    )
    address = f"http://127.0.0.1:{port}"
    wait_for(f"{address}/sante/")
    yield address
    server.terminate()
    server.wait(timeout=20)


def wait_for(url, seconds=30):
    """Return once an address answers; raise OSError when it does not in time."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return urllib.request.urlopen(url, timeout=2).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.fixture
def only_this_site(context, live_site):
    """Refuse every request to another host, and list what was asked."""
    refused = []

    def guard(route):
        if route.request.url.startswith((live_site, "data:", "blob:")):
            return route.continue_()
        refused.append(route.request.url)
        return route.abort()

    context.route("**/*", guard)
    return refused


@pytest.fixture
def faults(page):
    """What the browser complains of: script errors, refused resources."""
    seen = []
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on(
        "console",
        lambda message: seen.append(message.text) if message.type == "error" else None,
    )
    return seen
