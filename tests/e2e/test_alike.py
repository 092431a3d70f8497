"""Whoever types a name in the admin is told of what it looks like."""

import pytest
from django.conf import global_settings
from django.test import override_settings
from playwright.sync_api import expect

from tests import databases
from tests.makers import make_user

from .test_pages import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def office(site_database, django_db_blocker):
    """Name of a superuser of the site; the password is that of `make_user`."""
    # the site does not know the fast hashing of the tests
    slow = override_settings(PASSWORD_HASHERS=global_settings.PASSWORD_HASHERS)
    with slow, django_db_blocker.unblock(), databases.connected_to(site_database):
        return make_user("ines", is_superuser=True).username


@pytest.fixture
def desk(page, live_site, office):
    page.goto(f"{live_site}/admin/login/")
    page.get_by_label("Nom d’utilisateur").fill(office)
    page.get_by_label("Mot de passe").fill("mot de passe")
    page.get_by_role("button", name="Connexion").click()
    page.wait_for_url(f"{live_site}/admin/")
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
    expect(link).to_have_text("Figeacteurs (Figeac, publié)")
    expect(warning).to_contain_text("Déjà dans l'annuaire")
    name.fill("Une tout autre chose")
    warning.wait_for(state="hidden")
    name.fill("Figeacteurs")
    link.wait_for()
    assert (faults, only_this_site) == ([], [])
    assert violations(desk) == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("query", ["", "?noun=structure", "?noun=pole&distinctes"])
def test_the_screen_of_duplicates_is_accessible_and_fits(
    desk, live_site, only_this_site, faults, width, query
):
    desk.set_viewport_size({"width": width, "height": 900})
    desk.goto(f"{live_site}/admin/doublons/{query}")
    title = "Fiches dites distinctes" if "distinctes" in query else "Doublons probables"
    expect(desk.get_by_role("heading", level=1, name=title)).to_be_visible()
    too_wide = "document.documentElement.scrollWidth > window.innerWidth"
    assert not desk.evaluate(too_wide)
    assert (faults, only_this_site) == ([], [])
    assert violations(desk) == []
