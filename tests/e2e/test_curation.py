"""A curator at work in a real browser: an entry mended, published, then put back."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from playwright.sync_api import expect

from directory.models import Network, Pole, Source
from tests import databases
from tests.makers import make_pole, make_structure, make_user, territory

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def draft(site_database, django_db_blocker):
    """Number of a draft of Nouvelle-Aquitaine, seated in the wrong commune."""
    with django_db_blocker.unblock(), databases.connected_to(site_database):
        network = Network.objects.get(slug="cress-nouvelle-aquitaine")
        curator = make_user("curatrice", networks=[network])
        # the site has its own hashers, the tests a faster one
        curator.password = PBKDF2PasswordHasher().encode("mot de passe", "sel")
        curator.save()
        make_structure("Les Ateliers de Bègles", commune=territory("commune:33039"))
        pole = make_pole(
            "Pôle d'essai de Gironde",
            seat="commune:33281",
            publication="brouillon",
            stewards=[network],
        )
        pole.sources.add(Source.objects.create(title="Étude de Gironde"))
        return pole.pk


def choose(page, label, typed, option):
    """Choose in one of the admin's autocompletes, as with the keyboard."""
    page.locator(label).locator("xpath=following-sibling::span").click()
    page.locator(".select2-search__field").last.fill(typed)
    page.locator(".select2-results__option", has_text=option).first.click()


def pole_of(site_database, django_db_blocker, pk):
    with django_db_blocker.unblock(), databases.connected_to(site_database):
        pole = Pole.objects.select_related("seat").get(pk=pk)
        return pole, set(pole.memberships.values_list("structure__name", flat=True))


def test_a_curator_mends_publishes_sees_and_goes_back(
    page, live_site, draft, site_database, django_db_blocker, faults, only_this_site
):
    page.goto(f"{live_site}/admin/")
    page.get_by_label("Nom d’utilisateur").fill("curatrice")
    page.get_by_label("Mot de passe").fill("mot de passe")
    page.get_by_role("button", name="Connexion").click()
    page.get_by_role("heading", name="À traiter").wait_for()
    change = f"{live_site}/admin/directory/pole/{draft}/change/"
    page.goto(change)

    # the wrong commune, and the pin
    choose(page, "#id_seat", "begles", "Bègles")
    page.locator("#id_latitude").fill("44,80800")
    page.locator("#id_longitude").fill("-0,54900")
    pin = page.locator(".position-pin")
    pin.scroll_into_view_if_needed()
    before = page.locator("#id_latitude").input_value()
    box = pin.bounding_box()
    page.mouse.move(box["x"] + 11, box["y"] + 11)
    page.mouse.down()
    page.mouse.move(box["x"] + 31, box["y"] - 19, steps=6)
    page.mouse.up()
    expect(page.locator("#id_latitude")).not_to_have_value(before)

    # a member, then the public
    page.get_by_text("Ajouter un membre").click()
    choose(page, "#id_memberships-0-structure", "ateliers de beg", "Les Ateliers")
    page.get_by_role("button", name="Enregistrer et publier").click()
    page.get_by_text("La fiche est publiée.").wait_for()
    pole, members = pole_of(site_database, django_db_blocker, draft)
    assert (pole.seat.code, pole.publication) == ("33039", "publie")
    assert members == {"Les Ateliers de Bègles"}

    page.goto(live_site + pole.get_absolute_url())
    expect(page.get_by_text("Les Ateliers de Bègles").first).to_be_visible()
    expect(page.get_by_text("Bègles").first).to_be_visible()

    # and back to what it was before the mending
    page.goto(f"{live_site}/admin/directory/pole/{draft}/history/")
    page.get_by_role("link", name="Revenir à cette version").last.click()
    page.get_by_role("button", name="Revenir à cette version").click()
    page.locator(".messagelist .success").wait_for()
    pole, members = pole_of(site_database, django_db_blocker, draft)
    assert pole.seat.code == "33281"
    assert members == set()
    assert pole.publication == "publie"
    assert faults == []
    assert only_this_site == []
