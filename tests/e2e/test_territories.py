"""Territory pages in a browser: keyboard, pictures and tables, scripts off."""

import pytest
from playwright.sync_api import expect

from .test_pages import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

ASKED = [
    "/territoires/?au=2016-01-01",
    "/territoires/region/84/?avec=region:76&avec=region:75",
    "/territoires/departement/26/?au=2016-01-01",
    "/territoires/epci/200068781/?avec=epci:200040590",
    "/territoires/commune/99999/",
]
REGIONS = 18


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", ASKED)
def test_dates_and_comparisons_are_accessible_and_fit(page, live_site, path, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(live_site + path)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_the_keyboard_reaches_every_region_of_the_map(page, live_site):
    page.goto(live_site + "/territoires/")
    page.locator("#departements .picture-skip").focus()
    reached = set()
    for _ in range(REGIONS):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "document.activeElement.closest('svg.picture-drawing')"
                " && document.activeElement.href.baseVal"
            )
        )
    assert len(reached - {None}) == REGIONS
    page.keyboard.press("Enter")
    page.wait_for_url("**/territoires/region/*/")


@pytest.mark.parametrize(
    "path", ["/territoires/", "/territoires/region/84/", "/territoires/commune/26281/"]
)
def test_every_picture_has_a_name_and_its_numbers_in_a_table(page, live_site, path):
    page.goto(live_site + path)
    pictures = page.locator(".picture svg.picture-drawing")
    assert pictures.count() >= 2
    for picture in pictures.all():
        name = picture.get_attribute("aria-labelledby")
        words = picture.get_attribute("aria-describedby")
        assert page.locator(f"#{name}").inner_text().strip()
        assert page.locator(f"#{words}").inner_text().strip()
    for kind in (".choropleth", ".curve", ".bars"):
        for figure in page.locator(kind).all():
            rows = figure.locator("tbody tr")
            assert rows.count() >= 1


def test_a_past_date_and_a_comparison_work_without_scripts(browser, live_site):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(live_site + "/territoires/departement/26/")
        page.get_by_text("Revoir cette page au fil des années").click()
        page.get_by_role("link", name="fin 2015", exact=True).click()
        expect(page.locator("[data-au='2015-12-31']")).to_be_attached()
        page.locator(".choices input").first.check()
        page.get_by_label("Un autre, par son nom").fill("isere")
        page.get_by_role("button", name="Comparer").click()
        expect(page.locator("table.compared thead th")).to_have_count(3)
        expect(page.locator("[data-au='2015-12-31']")).to_be_attached()
        expect(page.locator("table.compared thead")).to_contain_text("Isère")


def test_a_comparison_on_a_phone_wraps_words_and_says_when_it_scrolls(page, live_site):
    page.set_viewport_size({"width": 390, "height": 900})
    others = ["avec=departement:38", "avec=departement:07", "avec=departement:69"]
    table, hint = page.locator(".scroll:has(.compared)"), page.locator(".scroll-hint")
    for asked, scrolls in ((others[:2], False), (others, True)):
        page.goto(f"{live_site}/territoires/departement/26/?{'&'.join(asked)}")
        assert table.evaluate("e => e.scrollWidth > e.clientWidth") is scrolls
        assert hint.is_visible() is scrolls
        head = table.locator("tbody th").first
        assert head.evaluate("e => getComputedStyle(e).backgroundClip") == "padding-box"
    page.emulate_media(media="print")
    assert head.evaluate("e => getComputedStyle(e).position") == "static"
