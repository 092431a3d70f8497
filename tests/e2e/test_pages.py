"""The main pages in a real browser: wide and narrow, scripts off, axe, alone."""

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PATHS = ["/", "/poles/", "/poles/pole-sud-archer/", "/territoires/commune/26281/"]
MORE_PATHS = [
    "/territoires/",
    "/territoires/region/75/",
    "/territoires/departement/33/",
    "/thematiques/",
    "/thematiques/culture/",
    "/structures/",
    "/reseaux/",
    "/reconnaissances/",
    "/mentions-legales/",
    "/accessibilite/",
    "/donnees-personnelles/",
    "/nulle-part/",
    "/admin/login/",
    "/admin/mot-de-passe/",
    "/admin/mot-de-passe/envoye/",
]
WIDTHS = [1280, 390]
PUBLISHED = sum(
    pole["publication"] == "publie"
    for pole in json.loads(Path("fixtures/poles.json").read_text())
)


def violations(page):
    found = Axe().run(page).response["violations"]
    return [(v["id"], [node["html"] for node in v["nodes"]][:3]) for v in found]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PATHS + MORE_PATHS)
def test_a_page_is_whole_accessible_and_fits(
    page, live_site, only_this_site, faults, path, width
):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(live_site + path)
    if page.locator("#map").count():
        page.wait_for_selector("#map[data-ready=true]", state="attached")
    assert page.locator("h1").count() == 1 or path == "/admin/login/"
    assert violations(page) == []
    too_wide = "document.documentElement.scrollWidth > window.innerWidth"
    assert not page.evaluate(too_wide)
    if path != "/nulle-part/":
        assert faults == []
    assert only_this_site == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_whole_without_scripts(browser, live_site, path, width):
    size = {"width": width, "height": 900}
    with browser.new_context(java_script_enabled=False, viewport=size) as context:
        page = context.new_page()
        page.goto(live_site + path)
        assert page.locator("h1").is_visible()
        if "26281" in path or "pole-sud" in path:
            assert page.locator("[data-pole=pole-sud-archer]").first.is_visible()
        if path == "/poles/":
            total = page.locator("[data-total]").get_attribute("data-total")
            assert int(total) == PUBLISHED
            page.get_by_role("link", name="Page suivante").click()
            page.wait_for_url("**page=2*")


def test_a_citizen_finds_a_pole_without_scripts(browser, live_site):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(live_site)
        page.get_by_label("Où ?").fill("romans sur isere")
        page.get_by_role("button", name="Chercher").click()
        expect(page.locator("[data-territoire='commune:26281']").first).to_be_attached()
        page.get_by_role("link", name="Pôle Sud").first.click()
        expect(page.locator(".sheet[data-pole=pole-sud-archer]")).to_be_visible()


def test_the_page_reads_at_200_percent(page, live_site):
    page.set_viewport_size({"width": 640, "height": 450})
    for path in PATHS:
        page.goto(live_site + path)
        assert not page.evaluate(
            "document.documentElement.scrollWidth > window.innerWidth"
        )


def test_the_home_is_light(page, live_site):
    sizes, hosts = [], set()

    def weigh(response):
        sizes.append(int(response.headers.get("content-length", 0)))
        hosts.add(response.url.split("/")[2])

    page.on("response", weigh)
    page.goto(live_site)
    page.wait_for_selector("#map[data-ready=true]")
    assert len(hosts) == 1
    assert len(sizes) <= 12
    assert sum(sizes) <= 150_000
