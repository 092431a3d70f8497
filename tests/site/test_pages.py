"""Home, legal pages, errors, health, and what every page carries."""

import os
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import connection

from tests.makers import make_pole

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/poles/",
    "/territoires/",
    "/territoires/region/84/",
    "/thematiques/",
    "/structures/",
    "/reseaux/",
    "/reconnaissances/",
    "/mentions-legales/",
    "/accessibilite/",
    "/donnees-personnelles/",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_french_safe_and_sets_no_cookie(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert '<html lang="fr">' in response.content.decode()
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert not response.cookies


def test_the_home_tells_dated_figures(client, queries):
    make_pole("Pôle", acts_on=["departement:26"])
    make_pole("Clos", stage="clos")
    with queries(12):
        text = " ".join(client.get("/").content.decode().split())
    assert "<dd>2</dd>" in text
    assert "dont 1 que nulle source ne dit en sommeil ou clos" in text
    assert "pôles sur 2 dont le territoire d'action est connu</dt><dd>1</dd>" in text


def test_the_home_does_not_count_all_poles_twice(client):
    make_pole("Pôle")
    text = client.get("/").content.decode()
    assert "<dt>pôles publiés, qu'aucune source ne dit en sommeil ou clos</dt>" in text


def test_an_unknown_page_helps_to_go_on(client):
    response = client.get("/nulle-part/")
    assert response.status_code == 404
    assert "Chercher" in response.content.decode()


def test_health_answers_any_host(client):
    response = client.get("/sante/", headers={"host": "inconnu.invalid"})
    assert (response.status_code, response.json()) == (200, {"etat": "ok"})


def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def run_manage(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env={k: v for k, v in os.environ.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"}
        | {"DJANGO_SETTINGS_MODULE": "ptce_site.settings", "DEBUG": "0"}
        | {"DATABASE_NAME": connection.settings_dict["NAME"]}
        | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_check_is_clean_behind_tls():
    notices = (
        "PUBLISHER_NAME PUBLISHER_ADDRESS PUBLISHER_PHONE PUBLISHER_EMAIL "
        "PUBLICATION_DIRECTOR HOST_NAME HOST_ADDRESS HOST_PHONE"
    )
    done = run_manage(
        *("check", "--deploy", "--fail-level", "WARNING"),
        SECRET_KEY="k" * 30 + "0123456789abcdefghijklmnopqrstuvwxyz",
        BEHIND_TLS="1",
        ALLOW_EMBEDDED_POSTGRES="1",
        SITE_ORIGIN="https://annuaire.example",
        **dict.fromkeys(notices.split(), "renseigné"),
    )
    assert done.returncode == 0, done.stderr


def test_missing_legal_notices_and_a_missing_origin_are_reported():
    done = run_manage("check", "--deploy", SECRET_KEY="k", BEHIND_TLS="1")
    assert "ptce.W001" in done.stderr
    assert "ptce.W002" in done.stderr


def test_production_needs_a_secret_key():
    environment = {k: v for k, v in os.environ.items() if k != "SECRET_KEY"}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env=environment | {"DJANGO_SETTINGS_MODULE": "ptce_site.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr


def test_the_site_starts_where_no_gdal_is_installed():
    stub = (
        "import ctypes.util, runpy, sys;"
        "ctypes.util.find_library = lambda name: None;"
        "sys.argv = ['manage.py', 'check'];"
        "runpy.run_path('manage.py', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", stub],
        env=os.environ | {"SECRET_KEY": "k", "DEBUG": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
