"""The texts of the charter in a real browser: wide, narrow, scripts off, on paper."""

import re

import pytest
from django.db import connection

from charter.models import Charter, CharterVersion, Practice
from charter.verbs import copy_version, publish_version
from directory.models import CharterEdition, Pole
from tests import databases
from tests.charter.makers import (
    make_awaited,
    make_charter,
    make_practice,
    make_signature,
    make_version,
)
from tests.makers import make_user

from .test_pages import WIDTHS, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

TEXT = "/charte/textes/a-relire/"
PATHS = [
    "/charte/",
    "/charte/histoire/",
    "/charte/lettres/",
    "/charte/referentiel/",
    "/charte/textes/",
    TEXT,
    f"{TEXT}2010/",
    f"{TEXT}2014/",
    f"{TEXT}2021/",
    f"{TEXT}2021/1/",
    f"{TEXT}differences/",
    f"{TEXT}differences/?de=2010",
]
LONG = "Là où chacun serait seul, les membres cherchent ensemble. " * 6
PAGE = re.compile(rb"/Type\s*/Page\b")
SIGNERS = 45


@pytest.fixture(scope="module", autouse=True)
def texts(site_database, django_db_blocker):
    """A charter of three versions, signed and lived; gone after this module."""
    with django_db_blocker.unblock(), databases.connected_to(site_database):
        user = make_user("relecture", is_superuser=True)
        charter = make_charter("Charte à relire", slug="a-relire", rank=0)
        make_awaited(charter, on="2010-01-01")
        old = make_version(charter, on="2014-09-19", published=False)
        for commitment in old.commitments.all():
            commitment.text = LONG
            commitment.save()
        publish_version(old)
        new = copy_version(CharterVersion.objects.get(pk=old.pk), slug="2021", by=user)
        new.issued_on, new.precision, new.source = "2021-06-01", "mois", old.source
        new.introduction = f"{LONG}\n\n{'long' * 900}"
        new.save()
        first, _, last = new.commitments.in_order()
        first.title = "Coopérer toujours & <b>partout</b>"
        first.save()
        last.delete()
        publish_version(new)
        new.refresh_from_db()
        for pole in Pole.objects.published()[:SIGNERS]:
            make_signature(new, pole)
            make_practice(pole, first, LONG, url="https://exemple.test/", year=2020)
    yield
    with django_db_blocker.unblock(), databases.connected_to(site_database):
        forget(charter)
        user.delete()


def forget(charter):
    """Delete what the database promises to keep."""
    Practice.objects.filter(commitment__version__charter=charter).delete()
    for version in charter.versions.all():
        version.signatures.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        CharterEdition.objects.filter(charter=charter.slug).delete()
        CharterVersion.objects.filter(charter=charter).delete()
        Charter.objects.filter(pk=charter.pk).delete()
        cursor.execute("SET session_replication_role = DEFAULT")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_of_texts_is_whole_accessible_and_fits(
    page, live_site, only_this_site, faults, path, width
):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(live_site + path)
    assert page.locator("h1").count() == 1
    assert violations(page) == []
    too_wide = "document.documentElement.scrollWidth > window.innerWidth"
    assert not page.evaluate(too_wide)
    assert faults == []
    assert only_this_site == []


def test_texts_read_at_200_percent(page, live_site):
    page.set_viewport_size({"width": 320, "height": 450})
    for path in PATHS:
        page.goto(live_site + path)
        too_wide = "document.documentElement.scrollWidth > window.innerWidth"
        assert not page.evaluate(too_wide), path


def test_a_visitor_reads_a_commitment_through_deeds_without_scripts(browser, live_site):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(live_site)
        page.get_by_role("link", name="Charte", exact=True).click()
        page.get_by_role("link", name=f"{SIGNERS} pratiques racontées").click()
        page.wait_for_url(f"**{TEXT}2021/1/#pratiques")
        assert page.get_by_role("heading", level=1).inner_text().endswith("</b>")
        page.get_by_label("Région du siège").select_option(index=1)
        page.get_by_role("button", name="Choisir").click()
        told = page.locator("[data-total]").get_attribute("data-total")
        assert 0 < int(told) < SIGNERS
        page.get_by_role("link", name="Les voir toutes").click()
        page.get_by_role("link", name="Page suivante").click()
        page.wait_for_url("**page=2#pratiques")


@pytest.mark.parametrize("width", WIDTHS)
def test_versions_are_side_by_side_or_one_under_the_other(page, live_site, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_site}{TEXT}differences/")
    change = page.locator("[data-etat=modifié]").first
    old, new = (change.locator(".sides > div").nth(n).bounding_box() for n in (0, 1))
    assert (old["y"] == new["y"]) == (width == 1280)
    assert change.locator("ins").count()
    marks = [
        page.locator(tag).first.evaluate("e => getComputedStyle(e).textDecorationLine")
        for tag in ("del", "ins")
    ]
    assert marks == ["line-through", "underline"]


def test_the_charter_is_printed_with_its_signatories(page, live_site):
    page.goto(f"{live_site}{TEXT}2021/")
    page.emulate_media(media="print")
    assert page.locator(".signers li:visible").count() == SIGNERS
    text, signers = (
        page.locator(s).bounding_box() for s in (".charter-text", ".signers")
    )
    assert text["y"] + text["height"] <= signers["y"]
    foot = page.locator(".charter-foot")
    assert f"{live_site}{TEXT}2021/" in foot.inner_text()
    assert "Imprimé le " in foot.inner_text()
    for element in ("nav", "aside", "form", "footer"):
        assert not page.locator(f"{element}:visible").count(), element
    assert 1 < len(PAGE.findall(page.pdf(prefer_css_page_size=True))) < 5
