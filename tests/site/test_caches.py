"""What browsers and proxies may keep: public pages, asked again each time."""

import pytest
from django.urls import reverse

from tests.makers import make_pole
from tests.site.test_pages import PAGES

pytestmark = pytest.mark.django_db

KEPT = {"public", "max-age=0", "must-revalidate"}
OTHERS = ["/poles/carte.svg", "/territoires/suggestions/?q=romans", "/robots.txt"]


def told(response):
    """Words of the Cache-Control header; none when it is absent."""
    words = response.headers.get("Cache-Control", "").split(", ")
    return {word for word in words if word}


@pytest.mark.parametrize("path", [*PAGES, *OTHERS])
def test_a_public_page_may_be_kept_and_is_asked_again_by_its_etag(client, path):
    first = client.get(path)
    assert told(first) == KEPT
    assert "Cookie" not in first.headers.get("Vary", "")
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content
    assert told(again) == KEPT


def test_a_compressed_page_is_found_unchanged_too(client):
    first = client.get("/poles/", headers={"accept-encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    again = client.get(
        "/poles/",
        headers={"accept-encoding": "gzip", "if-none-match": first["ETag"]},
    )
    assert again.status_code == 304


def test_a_change_gives_the_page_anew(client):
    pole = make_pole("Pôle")
    etag = client.get("/poles/")["ETag"]
    pole.name = "Autre nom"
    pole.save()
    again = client.get("/poles/", headers={"if-none-match": etag})
    assert again.status_code == 200
    assert "Autre nom" in again.content.decode()


def test_what_staff_sees_of_a_public_page_is_everyones(client, admin):
    alone = client.get("/poles/")
    client.force_login(admin)
    signed_in = client.get("/poles/")
    assert signed_in.content == alone.content
    assert told(signed_in) == KEPT


@pytest.mark.parametrize("name", ["login", "index", "directory_pole_changelist"])
def test_the_admin_is_never_kept(client, admin, name):
    if name != "login":
        client.force_login(admin)
    response = client.get(reverse(f"admin:{name}"))
    assert response.status_code == 200
    assert {"no-store", "private"} <= told(response)
    assert "public" not in told(response)
    assert not response.has_header("ETag")


def test_an_error_is_not_kept(client):
    assert not told(client.get("/poles/inconnu/"))


def test_a_page_that_reads_a_cookie_or_sets_one_is_not_public(client, admin):
    client.force_login(admin)
    response = client.get(reverse("admin:jsi18n"))
    assert response.status_code == 200
    assert "public" not in told(response)
