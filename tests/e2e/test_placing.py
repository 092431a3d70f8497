"""An entry placed from its address, in a real browser."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from playwright.sync_api import expect

from directory.models import Pole
from tests import databases
from tests.makers import make_pole, make_user

from .test_pages import violations

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pole(site_database, django_db_blocker):
    """A draft of Nyons, and the superuser who may place it."""
    with django_db_blocker.unblock(), databases.connected_to(site_database):
        user = make_user("situeuse", is_superuser=True)
        # the site has its own hashers, the tests a faster one
        user.password = PBKDF2PasswordHasher().encode("mot de passe", "sel")
        user.save()
        return make_pole(
            "Pôle à situer",
            seat="commune:26220",
            publication="brouillon",
            address="3 rue du Four",
        )


@pytest.fixture
def desk(page, live_site, pole, faults, only_this_site):
    page.goto(f"{live_site}/admin/login/")
    page.get_by_label("Nom d’utilisateur").fill("situeuse")
    page.get_by_label("Mot de passe").fill("mot de passe")
    page.get_by_role("button", name="Connexion").click()
    page.wait_for_url("**/admin/")
    yield page
    assert (faults, only_this_site) == ([], [])


@pytest.fixture
def held(site_database, django_db_blocker, pole):
    """Position and precision in the database."""

    def read():
        with django_db_blocker.unblock(), databases.connected_to(site_database):
            found = Pole.objects.get(pk=pole.pk)
            return found.latitude, found.longitude, found.position_precision

    return read


def test_an_answer_chosen_in_the_form_places_the_pin_and_is_saved_with_it(
    desk, live_site, pole, held, address_service
):
    desk.goto(f"{live_site}/admin/directory/pole/{pole.pk}/change/")
    desk.locator('.position-map .map[data-ready="true"]').wait_for()
    before, asked = held(), len(address_service.asked)
    # the link would leave the form: it leads to the field instead
    desk.get_by_role("link", name="Situer à partir de l'adresse").click()
    field = desk.get_by_label("Situer à partir de l'adresse")
    expect(field).to_have_value("3 rue du Four, Nyons")
    field.press("Enter")
    answers = desk.locator(".address-search li button")
    expect(answers).to_have_count(5)
    expect(answers.first).to_contain_text("sûr à 97")
    assert len(address_service.asked) == asked + 1
    answers.nth(1).click()
    expect(desk.locator("#id_latitude")).to_have_value("44.36090")
    expect(desk.locator("#id_position_precision")).to_have_value("rue")
    expect(desk.locator(".position-pin")).to_be_visible()
    assert held() == before
    desk.get_by_role("button", name="Enregistrer", exact=True).first.click()
    desk.wait_for_url("**/admin/directory/pole/")
    assert held() == (44.3609, 5.1402, "rue")


def test_a_failing_service_is_told_beside_the_map(
    desk, live_site, pole, address_service
):
    desk.goto(f"{live_site}/admin/directory/pole/{pole.pk}/change/")
    address_service.status = 500
    try:
        desk.get_by_label("Situer à partir de l'adresse").fill("rue du Four")
        desk.locator(".address-search > button").click()
        desk.get_by_text("Le service d'adresses ne répond pas.").wait_for()
    finally:
        address_service.status = 200


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_of_answers_is_accessible_and_fits(desk, live_site, pole, width):
    desk.set_viewport_size({"width": width, "height": 900})
    desk.goto(f"{live_site}/admin/poles/{pole.pk}/situer/")
    assert violations(desk) == []
    desk.get_by_role("button", name="Chercher").click()
    desk.locator('.place-answers .map[data-ready="true"]').wait_for()
    expect(desk.locator(".address-pin")).to_have_count(5)
    assert violations(desk) == []
    room = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert desk.evaluate(room) <= 0


def test_the_page_works_without_scripts(browser, live_site, pole, held):
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{live_site}/admin/login/?next=/admin/poles/{pole.pk}/situer/")
    page.get_by_label("Nom d’utilisateur").fill("situeuse")
    page.get_by_label("Mot de passe").fill("mot de passe")
    page.get_by_role("button", name="Connexion").click()
    page.get_by_role("button", name="Chercher").click()
    accept = page.get_by_role("button", name="Accepter 3 Rue du Four 26110 Nyons")
    expect(accept).to_be_visible()
    assert page.locator(".place-answers .map").is_hidden()
    accept.click()
    page.get_by_text("« Pôle à situer » est situé.").wait_for()
    assert held() == (44.36087, 5.14012, "adresse")
    context.close()
