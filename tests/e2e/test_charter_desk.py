"""The charter in the admin, in a real browser: accessible, narrow, scripts off."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from playwright.sync_api import expect

from charter.models import Charter, Signature
from charter.verbs import give_link, tell_practice
from directory.models import Network
from tests import databases
from tests.charter.makers import (
    make_awaited,
    make_charter,
    make_signature,
    make_version,
)
from tests.makers import make_pole, make_user

from .test_pages import violations

pytestmark = pytest.mark.browser

WIDTHS = [1280, 390]


@pytest.fixture(scope="module")
def addresses(site_database, django_db_blocker):
    """Pages of the charter that `tenante` opens, by name."""
    with django_db_blocker.unblock(), databases.connected_to(site_database):
        network = Network.objects.get(slug="cress-nouvelle-aquitaine")
        curator = make_user("tenante", networks=[network])
        # the site has its own hashers, the tests a faster one
        curator.password = PBKDF2PasswordHasher().encode("mot de passe", "sel")
        curator.save()
        pole = make_pole("Pôle de la charte", seat="commune:33039", stewards=[network])
        charter = make_charter(slug="charte-du-bureau")
        awaited = make_awaited(charter)
        version = make_version(charter)
        signature = make_signature(version, pole)
        practice = tell_practice(pole, version.commitments.first(), text="Un atelier.")
        give_link(pole, "equipe", by=curator)
        manifesto = make_charter(
            "Manifeste d'essai", kind=Charter.Kind.REGIONAL, network=network
        )
        draft = make_version(manifesto, published=False)
        return {
            "home": "/admin/charte/",
            "pole": f"/admin/charte/poles/{pole.pk}/",
            "signature": f"/admin/charte/signatures/{signature.pk}/",
            "practice": f"/admin/charte/pratiques/{practice.pk}/",
            "publish": f"/admin/charte/versions/{draft.pk}/publier/",
            "copy": f"/admin/charte/versions/{draft.pk}/copier/",
            "draft": f"/admin/charter/charterversion/{draft.pk}/change/",
            "charter": f"/admin/charter/charter/{manifesto.pk}/change/",
            "noting": f"/admin/charter/signature/add/?pole={pole.pk}"
            f"&version={awaited.pk}",
            "signatures": "/admin/charter/signature/",
            "practices": "/admin/charter/practice/",
        }


def sign_in(page, live_site):
    page.goto(f"{live_site}/admin/login/")
    page.get_by_label("Nom d’utilisateur").fill("tenante")
    page.get_by_label("Mot de passe").fill("mot de passe")
    page.get_by_role("button", name="Connexion").click()
    page.wait_for_url(f"{live_site}/admin/")


def test_every_page_is_accessible_and_fits(page, live_site, addresses, only_this_site):
    sign_in(page, live_site)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for name, path in addresses.items():
            page.goto(live_site + path)
            assert violations(page) == [], (name, width)
            too_wide = "document.documentElement.scrollWidth > window.innerWidth"
            assert not page.evaluate(too_wide), (name, width)
    assert only_this_site == []


def test_a_curator_works_without_scripts(
    browser, live_site, addresses, site_database, django_db_blocker
):
    """A practice read, a link handed and cancelled, a signature noted and verified."""
    with browser.new_context(java_script_enabled=False, locale="fr-FR") as context:
        page = context.new_page()
        sign_in(page, live_site)
        page.goto(live_site + addresses["practice"])
        page.get_by_role("button", name="Refuser").click()
        expect(page.get_by_text("Dites pourquoi.")).to_be_visible()
        page.get_by_role("button", name="Publier").click()
        expect(page.get_by_text("La pratique est publiée.")).to_be_visible()

        page.goto(live_site + addresses["pole"])
        page.get_by_role("button", name="Remettre un lien").click()
        given = page.get_by_label("Adresse du lien").input_value()
        assert given.startswith(f"{live_site}/charte/lien/")
        page.get_by_role("link", name="Revenir au pôle").click()
        page.get_by_role("button", name="Annuler").first.click()
        expect(page.get_by_text("Le lien ne sert plus.")).to_be_visible()

        page.goto(live_site + addresses["noting"])
        page.get_by_label("Signée le").fill("09/2014")
        page.get_by_role("button", name="Enregistrer", exact=True).click()
        expect(page.get_by_text("Indiquez ce qui prouve")).to_be_visible()
        page.get_by_label("Preuve", exact=False).last.fill("Liste de la journée.")
        page.get_by_role("button", name="Enregistrer", exact=True).click()
        expect(page.get_by_text("en septembre 2014").first).to_be_visible()
        page.get_by_role("button", name="Vérifier").click()
        expect(page.get_by_text("La signature est vérifiée.")).to_be_visible()
    with django_db_blocker.unblock(), databases.connected_to(site_database):
        noted = Signature.objects.get(precision="mois")
        assert noted.is_verified
