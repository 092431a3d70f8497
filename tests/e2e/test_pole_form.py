"""The form of a pole in a real browser, with and without scripts."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from playwright.sync_api import expect

from directory.models import Network, Pole, Source
from tests import databases
from tests.makers import make_pole, make_structure, make_user, territory

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pole(site_database, django_db_blocker):
    """A published pole of Nouvelle-Aquitaine with a member, that `autrice` curates."""
    with django_db_blocker.unblock(), databases.connected_to(site_database):
        network = Network.objects.get(slug="cress-nouvelle-aquitaine")
        curator = make_user("autrice", networks=[network])
        # the site has its own hashers, the tests a faster one
        curator.password = PBKDF2PasswordHasher().encode("mot de passe", "sel")
        curator.save()
        begles = territory("commune:33039")
        for name in ("La Ruche de Bègles", "La Ruche de Bègles-Sud", "Le Rucher"):
            make_structure(name, commune=begles)
        pole = make_pole(
            "Pôle des formulaires",
            seat="commune:33039",
            stewards=[network],
            members=[make_structure("Atelier du formulaire", commune=begles)],
            acts_on=["commune:33039"],
            stage="emergence",
        )
        pole.sources.add(Source.objects.create(title="Étude des formulaires"))
        return pole.pk


def sign_in(page, live_site):
    page.goto(f"{live_site}/admin/login/")
    page.get_by_label("Nom d’utilisateur").fill("autrice")
    page.get_by_label("Mot de passe").fill("mot de passe")
    page.get_by_role("button", name="Connexion").click()
    page.wait_for_url(f"{live_site}/admin/")


def change_of(live_site, pk):
    return f"{live_site}/admin/directory/pole/{pk}/change/"


@pytest.fixture
def unscripted(browser, live_site):
    """A page of a browser without scripts, signed in."""
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    sign_in(page, live_site)
    yield page
    context.close()


def test_without_scripts_a_curator_adds_rows_and_finds_what_they_name(
    unscripted, live_site, pole, site_database, django_db_blocker
):
    page = unscripted
    page.goto(change_of(live_site, pole))
    page.get_by_label("Adresse :", exact=True).fill("3, quai des Chartrons")
    page.get_by_role("button", name="Ajouter un membre").click()
    structure = page.locator("[name='memberships-1-structure-words']")
    structure.fill("ruche")
    page.locator("#memberships-1").get_by_role("button", name="Chercher").first.click()
    expect(page.locator("#memberships-1")).to_contain_text("Choisissez dans la liste")
    page.locator("#id_memberships-1-structure").select_option(
        label="La Ruche de Bègles (Bègles)"
    )
    page.get_by_role("button", name="Ajouter un territoire d'action").click()
    expect(page.locator("#perimeters-1")).to_be_visible()
    page.locator("[name='perimeters-1-territory-words']").fill("33281")
    page.get_by_role("button", name="Ajouter une étape de vie").click()
    page.locator("#id_stage_records-1-stage").select_option("developpement")
    page.locator("#id_stage_records-1-on").fill("03/2021")
    page.locator("#id_sectors").select_option(label=["Éco-activités"])
    page.get_by_role("button", name="Enregistrer", exact=True).first.click()
    expect(page.locator(".messagelist")).to_contain_text("Pôle des formulaires")
    with django_db_blocker.unblock(), databases.connected_to(site_database):
        found = Pole.objects.get(pk=pole)
        members = set(found.memberships.values_list("structure__name", flat=True))
        places = set(found.perimeters.values_list("territory__code", flat=True))
        stages = set(found.stage_records.values_list("stage", "precision"))
        themes = set(found.sectors.values_list("name", flat=True))
    assert found.address == "3, quai des Chartrons"
    assert members == {"Atelier du formulaire", "La Ruche de Bègles"}
    assert places == {"33039", "33281"}
    assert ("developpement", "mois") in stages
    assert themes == {"Éco-activités"}
