"""Accounts in a real browser, scripts off: an invitation, then a code to sign in."""

from base64 import b32decode

import pytest
from django_otp.oath import totp
from playwright.sync_api import expect

from directory import moderation
from directory.models import Invitation, Network
from tests import databases
from tests.accounts import CHOSEN, path_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

EMAIL = "dora@reseau.example"


@pytest.fixture(scope="module")
def link(site_database, django_db_blocker):
    """Path of an invitation to the site that the browser visits."""
    with django_db_blocker.unblock(), databases.connected_to(site_database):
        network = Network.objects.get(slug="cress-bretagne")
        moderation.invite(network, EMAIL, by=None)
        return path_of(Invitation.objects.get(email=EMAIL))


def test_a_guest_opens_an_account_then_signs_in_with_a_code(browser, live_site, link):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(live_site + link)
        page.get_by_label("Prénom").fill("Dora")
        page.get_by_label("Nom :", exact=True).fill("Essai")
        page.get_by_label("Mot de passe :", exact=True).fill(CHOSEN)
        page.get_by_label("Confirmation du mot de passe").fill(CHOSEN)
        page.get_by_role("button", name="Créer mon compte").click()
        page.get_by_text("Vous avez maintenant accès").wait_for()

        page.get_by_role("link", name="Sécurité", exact=True).click()
        page.get_by_role("link", name="Activer").click()
        page.get_by_label("Mot de passe").fill(CHOSEN)
        page.get_by_role("button", name="Continuer").click()
        key = b32decode(page.locator(".secret").inner_text().replace(" ", ""))
        page.get_by_label("Code à six chiffres").fill(f"{totp(key):06}")
        page.get_by_role("button", name="Activer").click()
        backup = page.locator(".codes code").first.inner_text()
        page.get_by_role("button", name="Déconnexion").click()
        expect(page.get_by_role("button", name="Déconnexion")).to_have_count(0)

        page.goto(f"{live_site}/admin/login/?next=/admin/acces/")
        page.get_by_label("Nom d’utilisateur").fill(EMAIL)
        page.get_by_label("Mot de passe").fill(CHOSEN)
        page.get_by_role("button", name="Connexion").click()
        page.get_by_label("Code").fill(backup)
        page.get_by_role("button", name="Connexion").click()
        page.get_by_role("heading", name="Qui a accès").wait_for()
        expect(page.get_by_text("Dora Essai")).to_be_visible()
