"""Whoever types a name in the admin is told of what it looks like."""

import pytest

from tests import databases
from tests.makers import make_user

from .test_pages import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def office(site_database, django_db_blocker):
    """Name of a superuser of the site; the password is that of `make_user`."""
    with django_db_blocker.unblock(), databases.connected_to(site_database):
        return make_user("ines", is_superuser=True).username


@pytest.fixture
def desk(page, live_site, office):
    page.goto(f"{live_site}/admin/login/")
    page.get_by_label("Nom d’utilisateur").fill(office)
    page.get_by_label("Mot de passe").fill("mot de passe")
    page.get_by_role("button", name="Connexion").click()
    return page


def test_a_name_being_typed_shows_the_poles_it_looks_like(
    desk, live_site, only_this_site, faults
):
    desk.goto(f"{live_site}/admin/directory/pole/add/")
    warning = desk.locator(".alike")
    assert warning.is_hidden()
    name = desk.locator("#id_name")
    name.press_sequentially("le pole figeacteur")
    link = warning.get_by_role("link")
    link.wait_for()
    assert link.inner_text() == "Figeacteurs (Figeac, publié)"
    assert "Déjà dans l'annuaire" in warning.inner_text()
    assert violations_of(desk) == []
    name.fill("Une tout autre chose")
    warning.wait_for(state="hidden")
    assert (faults, only_this_site) == ([], [])


def violations_of(page):
    """Those of our own warning: the rest of the form is Django's."""
    return [found for found in violations(page) if "alike" in str(found)]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("query", ["", "?noun=structure", "?noun=pole&distinctes"])
def test_the_screen_of_duplicates_is_accessible_and_fits(
    desk, live_site, only_this_site, faults, width, query
):
    desk.set_viewport_size({"width": width, "height": 900})
    desk.goto(f"{live_site}/admin/doublons/{query}")
    assert desk.locator("h1").count() >= 1
    assert violations(desk) == []
    too_wide = "document.documentElement.scrollWidth > window.innerWidth"
    assert not desk.evaluate(too_wide)
    assert (faults, only_this_site) == ([], [])
