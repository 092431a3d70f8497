"""A pole signs by the link it was sent, then withdraws; its team tells and looks."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from charter.models import Charter, Practice
from charter.verbs import give_link
from tests import databases
from tests.charter.makers import make_charter, make_version
from tests.makers import make_pole

from .test_pages import WIDTHS, violations

pytestmark = pytest.mark.browser


@pytest.fixture
def site(django_db_setup, django_db_blocker, worker, settings):
    """Address of a site that this process serves, so that its mailbox is at hand."""
    name = f"signing_ptce_{worker}"
    with django_db_blocker.unblock():
        databases.clone(name)
        with databases.connected_to(name):
            server = LiveServer("127.0.0.1")
            settings.SITE_ORIGIN = server.url
            yield server.url
            server.stop()
        databases.drop(name)


@pytest.fixture
def version(site):
    return make_version(titles=["Coopérer", "Partir du territoire"])


@pytest.fixture
def pole(site):
    return make_pole("Pôle du Levant", email="contact@levant.example")


def whole(page):
    """The page is accessible and fits, wide and narrow."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert not page.evaluate(
            "document.documentElement.scrollWidth > window.innerWidth"
        )


def links_in(message):
    """Addresses of the links to private pages that an e-mail holds."""
    return re.findall(r"^http\S+/charte/lien/\S+$", message.body, re.MULTILINE)


def test_a_pole_signs_shows_its_badge_withdraws_and_shows_it_no_more(
    page, site, version, pole
):
    page.goto(f"{site}/charte/signer/")
    whole(page)
    page.get_by_role("combobox", name="Votre pôle").fill("Pole du levan")
    page.get_by_label("signer «").check()
    page.get_by_role("button", name="Envoyer le lien").click()
    whole(page)
    page.get_by_role("link", name="Pôle du Levant").click()
    expect(page.get_by_label("signer «")).to_be_checked()
    page.get_by_role("button", name="Envoyer le lien").click()
    expect(page.get_by_text("Demande reçue pour")).to_be_visible()
    whole(page)

    sheet = f"{site}{pole.get_absolute_url()}"
    (message,) = mail.outbox
    assert message.to == ["contact@levant.example"]
    (address,) = links_in(message)
    page.goto(address)
    page.reload()
    whole(page)
    page.goto(sheet)
    expect(page.locator("[data-charte]")).to_have_count(0)

    page.goto(address)
    page.get_by_role("button", name="Signer au nom du pôle").click()
    expect(page.get_by_role("alert")).to_be_visible()
    whole(page)
    page.get_by_label("Votre nom").fill("Dora Essai")
    page.get_by_label("Votre fonction").fill("présidente")
    page.get_by_label("Je signe au nom du pôle").check()
    page.get_by_role("button", name="Signer au nom du pôle").click()
    expect(page.get_by_role("heading", name="C'est signé")).to_be_visible()
    whole(page)
    page.goto(sheet)
    expect(page.locator("[data-charte='2021']")).to_be_visible()
    assert "Dora" not in page.content()

    page.goto(address)
    expect(page.get_by_role("heading", name="Ce lien a déjà servi")).to_be_visible()
    whole(page)
    page.goto(f"{address[:-2]}/")
    expect(page.get_by_role("heading", name="Ce lien n'est pas bon")).to_be_visible()
    whole(page)

    (way_out,) = links_in(mail.outbox[-1])
    page.goto(way_out)
    whole(page)
    page.goto(sheet)
    expect(page.locator("[data-charte='2021']")).to_be_visible()
    page.goto(way_out)
    page.get_by_role("button", name="Retirer cette signature").click()
    expect(page.get_by_role("heading", name="est retirée")).to_be_visible()
    whole(page)
    page.goto(sheet)
    expect(page.locator("[data-charte]")).to_have_count(0)


def test_a_team_tells_a_practice_and_looks_at_its_pole(page, site, version, pole):
    kind = Charter.Kind.REFERENCE
    charter = make_charter("Les spécificités", kind=kind, assessed=True)
    make_version(charter, titles=["Ancrage", "Partage"])
    page.goto(f"{site}{give_link(pole, 'equipe').get_absolute_url()}")
    whole(page)
    page.get_by_role("link", name="Dire comment le pôle le vit : Coopérer").click()
    page.get_by_label("Comment le pôle le vit").fill("mot " * 500)
    page.get_by_role("button", name="Envoyer au curateur").click()
    expect(page.locator("#id_text_error")).to_contain_text("1999")
    whole(page)
    page.get_by_label("Comment le pôle le vit").fill("Un atelier de vélos.")
    page.get_by_role("button", name="Envoyer au curateur").click()
    expect(page.locator("[data-etat=proposee]")).to_contain_text("Un atelier de vélos.")
    assert Practice.objects.count() == 1

    page.get_by_role("link", name="Répondre : Les spécificités").click()
    whole(page)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("un point au moins")
    whole(page)
    page.get_by_role("group", name="Ancrage").get_by_label("c'est en place").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("[data-step='2']")).to_contain_text("c'est en place")
    expect(page.locator("[data-step=inconnu]")).to_contain_text("sans réponse")
    page.get_by_role("button", name="La montrer au public").click()
    expect(page.get_by_role("button", name="Ne plus la montrer")).to_be_visible()
    whole(page)


def test_a_pole_signs_by_keyboard_without_scripts(browser, site, version, pole):
    link = give_link(pole, "signer", version=version)
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}{link.get_absolute_url()}")
        page.get_by_label("Votre nom").focus()
        for key in ("Dora", "Tab", "présidente", "Tab", "Tab", "Space", "Enter"):
            named = key in ("Tab", "Space", "Enter")
            (page.keyboard.press if named else page.keyboard.type)(key)
        expect(page.get_by_role("heading", name="C'est signé")).to_be_visible()
