"""Signatories, practices and shown assessments of the charter in a real browser."""

from datetime import date

import pytest
from playwright.sync_api import expect

from charter.models import Answer, Assessment
from directory.models import Pole
from tests import databases
from tests.charter.makers import (
    make_awaited,
    make_charter,
    make_practice,
    make_signature,
    make_version,
)

from .test_pages import WIDTHS, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SIGNED = 12
SIGNATORIES = "/charte/signataires/?version=essai-signe/2021"


@pytest.fixture(scope="module")
def told(site_database, django_db_blocker):
    """Slug of a pole that shows its answers; the first poles signed and told."""
    with django_db_blocker.unblock(), databases.connected_to(site_database):
        poles = list(Pole.objects.published().in_name_order()[:SIGNED])
        national = make_charter(slug="essai-signe")
        version = make_version(national)
        old = make_awaited(national)
        make_signature(old, poles[0], on="2014-09-19")
        reference = make_version(
            make_charter("Référentiel", kind="referentiel", slug="essai-evalue")
        )
        for rank, pole in enumerate(poles):
            make_signature(version, pole, on=f"{2021 + rank % 3}-07-01")
            make_practice(pole, reference.commitments.first())
        for on, steps in (("2024-03-01", (0, 2)), ("2026-02-10", (3, 1))):
            assessment = Assessment.objects.create(
                pole=poles[0],
                version=reference,
                answered_on=date.fromisoformat(on),
                is_public=True,
            )
            points = list(reference.commitments.in_order())[:2]
            for point, step in zip(points, steps, strict=True):
                Answer.objects.create(
                    assessment=assessment, commitment=point, step=step
                )
        return poles[0].slug


@pytest.fixture
def paths(told):
    return [
        SIGNATORIES,
        "/charte/signataires/?version=toutes&region=99&tri=date",
        f"{SIGNATORIES}&region=06",
        "/charte/pratiques/",
        "/charte/pratiques/?region=06",
        f"/charte/auto-evaluations/{told}/",
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_are_accessible_fit_and_ask_no_other_host(
    page, live_site, only_this_site, faults, paths, width
):
    page.set_viewport_size({"width": width, "height": 900})
    for path in paths:
        page.goto(live_site + path)
        if page.locator("#map").count():
            page.wait_for_selector("#map[data-ready=true]", state="attached")
        expect(page.locator("h1")).to_have_count(1)
        assert violations(page) == [], path
        too_wide = "document.documentElement.scrollWidth > window.innerWidth"
        assert not page.evaluate(too_wide), path
    assert (faults, only_this_site) == ([], [])


def test_the_list_and_the_map_stand_out_together(page, live_site, told):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(live_site + SIGNATORIES)
    page.wait_for_selector("#map[data-ready=true]", state="attached")
    expect(page.locator("article[data-charte]")).to_have_count(SIGNED)
    page.locator("article[data-pole]").first.get_by_role("link").first.focus()
    expect(page.locator("article.is-active")).to_have_count(1)


def test_without_scripts_the_choices_the_drawing_and_the_figures_are_there(
    browser, live_site, told
):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(live_site + SIGNATORIES)
        expect(page.locator("#dessin")).to_be_visible()
        expect(page.locator("#par-annee tbody tr")).to_have_count(3)
        page.get_by_label("Version de la charte").select_option("essai-signe/2014")
        page.get_by_role("button", name="Appliquer").click()
        expect(page.locator("article[data-charte]")).to_have_count(1)
        expect(page.locator("[data-charte='essai-signe/2014']")).to_be_visible()


def test_on_a_phone_the_choices_start_closed_and_the_map_comes_on_demand(
    page, live_site, told
):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(live_site + SIGNATORIES)
    expect(page.get_by_label("Version de la charte")).to_be_hidden()
    page.get_by_role("button", name="Voir la carte").click()
    expect(page.locator("#map")).to_be_in_viewport()
