"""The map in a real browser: its poles, keyboard, backgrounds and gestures."""

import base64
import json
import math
from collections import defaultdict

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

READY = "#map[data-ready=true]"
ONE_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGA"
    "hKmMIQAAAABJRU5ErkJggg=="
)


@pytest.fixture
def map_page(page, live_site, only_this_site):
    """The list page with its map drawn, every other host refused."""
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(live_site + "/poles/")
    page.wait_for_selector(READY)
    return page


def points(page):
    """The poles of the page's data block that have a place."""
    block = json.loads(page.locator("#map-points").text_content())
    return [point for point in block if point["lat"] is not None]


def marker(page, point):
    return page.locator(f'.pole-marker[data-pole="{point["slug"]}"]')


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def pole_in_focus(page):
    """Slug of the marker that has the focus, None when none has."""
    return page.evaluate(
        "document.activeElement.closest('.pole-marker')?.dataset.pole ?? null"
    )


def stops(page):
    """Slugs of the markers that Tab stops at."""
    markers = page.locator(".pole-marker[tabindex='0']")
    return markers.evaluate_all("e => e.map(m => m.dataset.pole)")


def keep_points(page, condition):
    """Refresh the map with those of its points only that a script's condition keeps."""
    page.evaluate(
        f"""() => {{
          const block = document.getElementById("map-points");
          const points = JSON.parse(block.textContent).filter({condition});
          block.textContent = JSON.stringify(points);
          document.body.dispatchEvent(new Event("htmx:afterSettle", {{bubbles: true}}));
        }}"""
    )


def rename_point(page, point, name):
    """Refresh the map with another name of one of its points."""
    page.evaluate(
        """([slug, name]) => {
          const block = document.getElementById("map-points");
          const points = JSON.parse(block.textContent);
          points.find((point) => point.slug === slug).nom = name;
          block.textContent = JSON.stringify(points);
          document.body.dispatchEvent(new Event("htmx:afterSettle", {bubbles: true}));
        }""",
        [point["slug"], name],
    )


def name_in_focus(page):
    return page.evaluate(
        "document.activeElement.ariaLabel ?? document.activeElement.textContent"
    )


def wait_until(page, is_so, milliseconds=5000):
    """Wait for a condition; Playwright's own way needs eval, which the CSP refuses."""
    for _ in range(milliseconds // 50):
        if is_so():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not happen in time")


def tile_pattern(page):
    """A route pattern for the host of the detailed background."""
    host = page.locator("#map").get_attribute("data-tiles").split("/")[2]
    return f"**://{host}/**"


@pytest.mark.parametrize("path", ["/", "/poles/"])
def test_the_map_draws_the_poles_of_its_page(page, live_site, path):
    page.goto(live_site + path)
    page.wait_for_selector(READY)
    slugs = page.locator(".pole-marker").evaluate_all("e => e.map(m => m.dataset.pole)")
    assert slugs
    assert sorted(slugs) == sorted(point["slug"] for point in points(page))
    assert page.locator(".map-departement").count() > 90
    assert page.locator(".map-region-line").count() > 12


def test_a_marker_says_its_name_stage_and_place(map_page):
    for point in points(map_page):
        element = marker(map_page, point)
        said = element.get_attribute("aria-label")
        assert said.startswith(point["nom"])
        assert point["etape_nom"] in said
        assert element.get_attribute("role") == "button"
        assert element.locator("svg.stage-sign").count() == 1


def test_a_name_is_text_whatever_it_holds(map_page):
    name = (
        "x <img src=x onerror=alert(1)>"
        ' <meta http-equiv=refresh content="0;url=/reseaux/">'
    )
    chosen = points(map_page)[0]
    rename_point(map_page, chosen, name)
    marker(map_page, chosen).hover()
    tooltip = map_page.locator(".map-tooltip")
    expect(tooltip).to_have_text(name)
    expect(tooltip.locator("img, meta")).to_have_count(0)
    marker(map_page, chosen).click()
    popup = map_page.locator(".leaflet-popup")
    expect(popup).to_contain_text(name)
    expect(popup.locator("img, meta")).to_have_count(0)
    map_page.wait_for_timeout(300)  # what a refresh at once would need
    assert map_page.url.endswith("/poles/")


def test_the_legend_shows_the_stages_present_only(map_page):
    present = {point["etape"] or "" for point in points(map_page)}
    visible = map_page.locator(".map-legend [data-stage]:visible")
    shown = visible.evaluate_all("e => e.map(entry => entry.dataset.stage)")
    assert set(shown) == present


def test_poles_at_one_point_fan_out_at_every_zoom(map_page):
    places = defaultdict(list)
    for point in points(map_page):
        places[point["lat"], point["lon"]].append(point)
    shared = [group for group in places.values() if len(group) > 1]
    for _zoom in range(2):
        for first, second, *_others in shared:
            x1, y1 = middle(marker(map_page, first))
            x2, y2 = middle(marker(map_page, second))
            assert 24 <= ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5 < 80
        map_page.get_by_role("button", name="Zoomer", exact=True).click()


def test_the_keyboard_opens_and_closes_a_pole(map_page):
    chosen = marker(map_page, points(map_page)[0])
    name = chosen.get_attribute("aria-label")
    for key in ("Enter", " "):
        chosen.focus()
        map_page.keyboard.press(key)
        link = map_page.locator(".leaflet-popup a[href*='/poles/']")
        assert link.is_visible()
        assert name_in_focus(map_page) == link.text_content()
        assert map_page.get_by_role("button", name="Fermer").is_visible()
        map_page.keyboard.press("Escape")
        map_page.wait_for_selector(".leaflet-popup", state="detached")
        assert name_in_focus(map_page) == name


def test_tab_goes_from_the_map_to_one_pole_and_a_link_skips_it(map_page):
    frame = middle(map_page.locator("#map"))
    map_page.locator(".map-skip").focus()
    map_page.keyboard.press("Tab")
    expect(map_page.locator(".map-help")).to_have_css("opacity", "1")
    map_page.keyboard.press("Tab")
    entered = pole_in_focus(map_page)
    places = {p["slug"]: middle(marker(map_page, p)) for p in points(map_page)}
    assert entered == min(places, key=lambda slug: math.dist(places[slug], frame))
    map_page.keyboard.press("Tab")
    assert pole_in_focus(map_page) is None
    map_page.locator(".map-skip").focus()
    map_page.keyboard.press("Enter")
    assert map_page.evaluate("document.activeElement.id") == "apres-la-carte"


def test_tab_comes_back_to_the_last_pole_in_focus(map_page):
    map_page.locator("#map").focus()
    map_page.keyboard.press("Tab")
    entered = pole_in_focus(map_page)
    map_page.keyboard.press("ArrowDown")
    wait_until(map_page, lambda: pole_in_focus(map_page) != entered)
    left = pole_in_focus(map_page)
    map_page.keyboard.press("Tab")
    assert pole_in_focus(map_page) is None
    map_page.keyboard.press("Shift+Tab")
    assert pole_in_focus(map_page) == left


def test_arrows_go_to_the_next_pole_that_way(map_page):
    western = min(points(map_page), key=lambda p: (abs(p["lat"] - 47) > 4, p["lon"]))
    start = marker(map_page, western)
    before, _ = middle(start)
    start.focus()
    map_page.keyboard.press("ArrowRight")
    wait_until(map_page, lambda: pole_in_focus(map_page) != western["slug"])
    reached = map_page.locator(".pole-marker:focus")
    assert middle(reached)[0] > before


def test_page_keys_go_round_all_poles_and_move_the_map_to_them(map_page):
    drawn = map_page.locator(".pole-marker")
    slugs = drawn.evaluate_all("e => e.map(m => m.dataset.pole)")
    frame = map_page.locator("#map").bounding_box()
    map_page.locator("#map").focus()
    map_page.keyboard.press("Tab")
    map_page.keyboard.press("End")
    wait_until(map_page, lambda: pole_in_focus(map_page) == slugs[-1])
    seen = []
    for _slug in slugs:
        before = pole_in_focus(map_page)
        map_page.keyboard.press("PageDown")
        wait_until(map_page, lambda was=before: pole_in_focus(map_page) != was)
        seen.append(pole_in_focus(map_page))
        x, y = middle(map_page.locator(".pole-marker:focus"))
        assert frame["x"] <= x <= frame["x"] + frame["width"]
        assert stops(map_page) == [seen[-1]]
    assert seen == slugs
    map_page.keyboard.press("Home")
    wait_until(map_page, lambda: pole_in_focus(map_page) == slugs[0])
    map_page.keyboard.press("PageUp")
    wait_until(map_page, lambda: pole_in_focus(map_page) == slugs[-1])


def test_zooming_keeps_the_pole_in_focus_and_its_place(map_page):
    map_page.locator("#map").focus()
    map_page.keyboard.press("Tab")
    focused = map_page.locator(".pole-marker:focus")
    slug, place = pole_in_focus(map_page), middle(focused)
    others = [marker(map_page, p) for p in points(map_page) if p["slug"] != slug]
    before = math.dist(middle(others[0]), place)
    for key, is_further in (("+", True), ("-", False)):
        map_page.keyboard.press(key)
        wait_until(
            map_page,
            lambda f=is_further: (
                (math.dist(middle(others[0]), place) > 1.5 * before) == f
            ),
        )
        assert pole_in_focus(map_page) == slug
        assert middle(focused) == pytest.approx(place, abs=2)


def test_the_stop_is_a_pole_in_view(map_page):
    map_page.locator("#map").focus()
    map_page.keyboard.press("Tab")
    left = pole_in_focus(map_page)
    map_page.get_by_role("button", name="La Réunion").click()
    overseas = next(p["slug"] for p in points(map_page) if p["lon"] > 50)
    assert stops(map_page) == [overseas]
    map_page.get_by_role("button", name="Métropole", exact=True).click()
    assert stops(map_page) == [left]


@pytest.mark.parametrize("is_open", [False, True], ids=["closed", "open"])
def test_a_pole_in_focus_that_is_gone_leaves_the_focus_to_another(
    map_page, faults, is_open
):
    map_page.locator("#map").focus()
    map_page.keyboard.press("Tab")
    gone = pole_in_focus(map_page)
    if is_open:
        map_page.keyboard.press("Enter")
        map_page.wait_for_selector(".leaflet-popup")
    keep_points(map_page, f"({{slug}}) => slug !== '{gone}'")
    assert marker(map_page, {"slug": gone}).count() == 0
    assert [pole_in_focus(map_page)] == stops(map_page) != [gone]
    keep_points(map_page, "({lon}) => lon > 50")
    assert map_page.evaluate("document.activeElement.id") == "map"
    assert len(stops(map_page)) == 1
    assert faults == []


def test_going_overseas_says_what_is_there(map_page):
    seen = marker(map_page, next(p for p in points(map_page) if p["lon"] > 50))
    frame = map_page.locator("#map").bounding_box()
    map_page.get_by_role("button", name="La Réunion").click()
    x, y = middle(seen)
    assert frame["x"] < x < frame["x"] + frame["width"]
    assert map_page.locator(".map-status").text_content().startswith("La Réunion : ")


def test_a_card_and_its_marker_stand_out_together(map_page):
    drawn = {point["slug"] for point in points(map_page)}
    cards = map_page.locator("article[data-pole], li[data-pole]")
    slug = next(
        slug
        for slug in cards.evaluate_all("e => e.map(card => card.dataset.pole)")
        if slug in drawn
    )
    card = map_page.locator(f'article[data-pole="{slug}"]')
    pin = map_page.locator(f'.pole-marker[data-pole="{slug}"]')
    card.hover()
    assert "is-active" in pin.get_attribute("class")
    map_page.locator("h1").first.hover()
    assert "is-active" not in pin.get_attribute("class")
    pin.focus()
    assert "is-active" in card.get_attribute("class")


def test_no_tile_is_asked_for_before_the_visitor_does(map_page, only_this_site):
    asked = []

    def serve(route):
        asked.append(route.request.headers.get("referer"))
        route.fulfill(body=ONE_PIXEL, content_type="image/png")

    map_page.route(tile_pattern(map_page), serve)
    map_page.get_by_role("button", name="Zoomer", exact=True).click()
    assert asked == only_this_site == []
    map_page.get_by_role("button", name="Afficher le fond détaillé").click()
    map_page.wait_for_selector(".leaflet-tile-loaded", state="attached")
    assert asked and all(asked)
    attribution = map_page.locator("#map").get_attribute("data-attribution")
    shown = map_page.locator(".leaflet-control-attribution").text_content()
    assert attribution in shown
    map_page.get_by_role("button", name="Masquer le fond détaillé").click()
    map_page.wait_for_selector(".leaflet-tile", state="detached")


def test_without_tiles_the_outlines_come_back_with_a_sentence(map_page):
    map_page.get_by_role("button", name="Afficher le fond détaillé").click()
    map_page.wait_for_selector(".map-status:has-text('pas disponible')")
    assert map_page.locator(".leaflet-tile").count() == 0
    assert map_page.get_by_role("button", name="Afficher le fond détaillé").is_visible()


def test_poles_are_drawn_even_without_the_outlines(page, live_site):
    page.route("**/geo/france*.json", lambda route: route.abort())
    page.goto(live_site + "/poles/")
    page.wait_for_selector(READY)
    assert page.locator(".pole-marker").count() == len(points(page))


def test_the_wheel_scrolls_the_page_and_zooms_with_ctrl_only(map_page):
    first, second = (marker(map_page, point) for point in points(map_page)[:2])

    def distance():
        return abs(middle(first)[0] - middle(second)[0])

    before = distance()
    map_page.locator("#map").hover()
    map_page.mouse.wheel(0, 120)
    wait_until(map_page, lambda: map_page.evaluate("scrollY") > 0)
    assert distance() == pytest.approx(before)
    expect(map_page.locator(".map-hint.is-shown")).to_have_count(1)
    map_page.keyboard.down("Control")
    map_page.mouse.wheel(0, -240)
    map_page.keyboard.up("Control")
    wait_until(map_page, lambda: distance() > before * 1.1)


def test_new_results_redraw_the_map_without_moving_it(map_page):
    kept = points(map_page)[0]
    place = middle(marker(map_page, kept))
    keep_points(map_page, "({slug}) => slug === '" + kept["slug"] + "'")
    assert map_page.locator(".pole-marker").count() == 1
    assert middle(marker(map_page, kept)) == pytest.approx(place, abs=1)
