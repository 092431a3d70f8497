"""Reading an answer on a phone, and on its map."""

import math

import pytest
from playwright.sync_api import expect

from .test_map import middle
from .test_pages import violations
from .test_search import PHONE, READY, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

GUERET = "/poles/?territoire=commune:23096"  # no pole acts there


@pytest.fixture
def phone_list(page, live_site, only_this_site):
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size(PHONE)
    page.goto(live_site + "/poles/")
    page.wait_for_selector(READY, state="attached")
    return page


def test_among_the_filters_of_a_phone_a_bar_tells_how_many_and_leads_to_them(
    phone_list, faults
):
    bar = phone_list.locator(".see-results")
    expect(bar).to_be_hidden()
    phone_list.get_by_text("Affiner, trier").click()
    expect(bar).to_be_in_viewport()
    expect(phone_list.get_by_role("button", name="Voir la carte")).to_be_hidden()
    label = phone_list.locator("label[data-facet='thematique:culture']")
    count = label.get_attribute("data-count")
    label.click()
    expect(bar).to_have_text(f"Voir les {count} pôles")
    expect(bar).to_be_in_viewport()
    assert violations(phone_list) == []
    told = phone_list.locator("[role=status]:has-text('répondent')")
    expect(told).to_have_count(1)
    bar.press("Enter")
    expect(phone_list.locator("h1")).to_be_focused()
    expect(phone_list.locator("h1")).to_be_in_viewport()
    expect(bar).to_be_hidden()
    expect(phone_list.get_by_role("button", name="Voir la carte")).to_be_visible()
    assert violations(phone_list) == []
    assert faults == []


def test_the_bar_is_for_phones_whose_list_is_live(page, browser, live_site):
    page.set_viewport_size(WIDE)
    page.goto(live_site + "/poles/")
    page.wait_for_selector("[data-live]")
    expect(page.locator(".see-results")).to_be_hidden()
    with browser.new_context(java_script_enabled=False, viewport=PHONE) as context:
        plain = context.new_page()
        plain.goto(live_site + "/poles/")
        expect(plain.get_by_role("button", name="Appliquer")).to_be_visible()
        expect(plain.locator(".see-results")).to_be_hidden()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_where_none_acts_the_map_holds_the_place_and_its_nearest_poles(
    page, live_site, size
):
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size(size)
    page.goto(live_site + GUERET)
    page.wait_for_selector(READY, state="attached")
    if size == PHONE:
        page.get_by_role("button", name="Voir la carte").click()
    frame = page.locator("#map").bounding_box()
    place = middle(page.locator(".map-territory"))
    drawn = page.locator(".pole-marker.is-muted").all()
    nearest = sorted(map(middle, drawn), key=lambda at: math.dist(at, place))[:3]
    for x, y in (place, *nearest):
        assert frame["x"] < x < frame["x"] + frame["width"]
        assert frame["y"] < y < frame["y"] + frame["height"]
    # and no more of the country than they need
    spread = max(math.dist(place, point) for point in nearest)
    assert spread > min(frame["width"], frame["height"]) / 4
