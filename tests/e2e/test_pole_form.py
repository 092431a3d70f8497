"""The form of a pole in a real browser, with and without scripts."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from playwright.sync_api import expect

from directory.models import Network, Pole, Source
from tests import databases
from tests.makers import make_pole, make_structure, make_user, territory

from .test_pages import violations

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


@pytest.fixture
def desk(page, live_site, pole):
    sign_in(page, live_site)
    return page


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", ["", "add/", "{pole}/change/"])
def test_the_form_and_the_list_are_accessible_and_fit(
    desk, live_site, pole, only_this_site, faults, width, path
):
    desk.set_viewport_size({"width": width, "height": 900})
    desk.goto(f"{live_site}/admin/directory/pole/{path.format(pole=pole)}")
    if path:
        desk.get_by_role("button", name="Ajouter un membre").click()
        expect(desk.get_by_role("combobox", name="Structure").last).to_be_visible()
    assert not desk.evaluate("document.documentElement.scrollWidth > innerWidth")
    # before the checker adds its own
    assert (faults, only_this_site) == ([], [])
    assert violations(desk) == []


def test_the_search_of_a_list_of_choices_has_a_name(desk, live_site, pole):
    desk.goto(change_of(live_site, pole))
    desk.get_by_role("combobox", name="Siège").click()
    expect(desk.get_by_role("searchbox", name="Siège")).to_be_focused()
    assert violations(desk) == []


def test_a_row_that_the_keyboard_adds_takes_the_focus(desk, live_site, pole):
    desk.goto(f"{live_site}/admin/directory/pole/add/")
    desk.get_by_role("button", name="Ajouter un membre").press("Enter")
    expect(desk.get_by_role("combobox", name="Structure").last).to_be_focused()
    desk.get_by_role("button", name="Ajouter une étape de vie").press("Enter")
    expect(desk.locator("#id_stage_records-0-stage")).to_be_focused()


def test_errors_are_listed_at_the_top_and_lead_to_their_inputs(
    desk, live_site, pole, only_this_site, faults
):
    desk.goto(change_of(live_site, pole))
    number = desk.locator("#memberships-group .has_original").count()
    desk.get_by_label("Nom :", exact=True).fill("")
    desk.get_by_role("button", name="Ajouter un membre").click()
    desk.locator(f"#id_memberships-{number}-since").fill("demain")
    # a row left blank is no error
    desk.get_by_role("button", name="Ajouter un territoire").click()
    desk.get_by_text("Confirmation datée").click()
    desk.locator("#id_confirmed_on").fill("hier")
    desk.get_by_role("button", name="Enregistrer", exact=True).first.click()
    summary = desk.get_by_role("alert")
    expect(summary.get_by_role("heading")).to_contain_text("4 erreurs à corriger")
    row = f"Membre {number + 1}"
    expect(summary.get_by_role("link")).to_have_text(
        ["Nom", "Confirmé le", f"{row}, structure", f"{row}, depuis"]
    )
    for name, focused in [
        ("Nom", "#id_name"),
        (f"{row}, depuis", f"#id_memberships-{number}-since"),
        ("Confirmé le", "#id_confirmed_on"),
    ]:
        summary.get_by_role("link", name=name).click()
        expect(desk.locator(focused)).to_be_focused()
    summary.get_by_role("link", name=f"{row}, structure").click()
    structure = desk.locator(f"#memberships-{number}").get_by_role("combobox")
    expect(structure.first).to_be_focused()
    assert (faults, only_this_site) == ([], [])
    assert violations(desk) == []
