"""Where and what, in a real browser: places proposed, position, live list, sharing."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from .test_map import middle, wait_until
from .test_pages import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

READY = "#map[data-ready=true]"
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
BORDEAUX = {"latitude": 44.83961, "longitude": -0.58042}
ROMANS = "commune:26281"
FACET = "#facettes input[type=checkbox]:enabled:not(:checked)"


@pytest.fixture
def home(page, live_site, only_this_site):
    page.set_viewport_size(WIDE)
    page.goto(live_site)
    page.wait_for_selector(READY)
    return page


@pytest.fixture
def list_page(page, live_site, only_this_site):
    """The list, marked so that a new page would be noticed."""
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size(WIDE)
    page.goto(live_site + "/poles/")
    page.wait_for_selector(READY)
    page.evaluate("window.isSamePage = true")
    return page


def where(page):
    return page.get_by_role("combobox", name="Où ?")


def options(page):
    return page.locator("[role=option]")


def propose(page, text):
    """Type in « Où ? » and wait for the places proposed."""
    where(page).press_sequentially(text, delay=10)
    options(page).first.wait_for()


def query(page):
    return parse_qs(urlsplit(page.url).query)


def total(page):
    return int(page.locator("[data-total]").get_attribute("data-total"))


def slugs_on_map(page):
    markers = page.locator(".pole-marker:not(.is-muted)")
    return sorted(markers.evaluate_all("e => e.map(m => m.dataset.pole)"))


def slugs_in_data(page):
    block = json.loads(page.locator("#map-points").text_content())
    return sorted(point["slug"] for point in block)


def choose_a_facet(page, number=0):
    """Tick a box, and wait for its answer; give the box's name and value."""
    box = page.locator(FACET).nth(number)
    name, value = box.get_attribute("name"), box.get_attribute("value")
    box.click()
    page.wait_for_url(f"**{name}={value}*")
    page.wait_for_selector(f"#facettes [name='{name}'][value='{value}']:checked")
    return name, value


# --- Places proposed ----------------------------------------------------------------


def test_a_pole_is_reached_from_the_home_with_the_keyboard_alone(home, faults):
    while not where(home).evaluate("e => e === document.activeElement"):
        home.keyboard.press("Tab")
    home.keyboard.type("romans sur is")
    options(home).first.wait_for()
    home.keyboard.press("ArrowDown")
    home.keyboard.press("Enter")
    assert where(home).input_value() == "Romans-sur-Isère"
    assert urlsplit(home.url).path == "/"
    home.keyboard.press("Enter")
    home.wait_for_url("**/poles/?territoire=commune*26281")
    expect(home.locator(f"[data-territoire='{ROMANS}']").first).to_be_attached()
    while not home.evaluate("document.activeElement.matches('[data-pole] h2 a')"):
        home.keyboard.press("Tab")
    home.keyboard.press("Enter")
    home.wait_for_selector(".sheet[data-pole]")
    assert faults == []


def test_the_arrows_go_round_the_places_and_typing_starts_again(home):
    propose(home, "saint denis")
    box = where(home)
    assert box.get_attribute("aria-expanded") == "true"
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowUp")
    last = options(home).last
    assert box.get_attribute("aria-activedescendant") == last.get_attribute("id")
    assert last.get_attribute("aria-selected") == "true"
    box.press("ArrowDown")
    first = options(home).first
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    assert home.locator("[aria-selected=true]").count() == 1
    box.press("ArrowLeft")
    assert box.get_attribute("aria-activedescendant") is None
    assert box.input_value() == "saint denis"


def test_escape_closes_then_clears_and_alt_down_opens(home):
    propose(home, "bordeaux")
    box = where(home)
    box.press("Escape")
    expect(options(home).first).to_be_hidden()
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "bordeaux"
    box.press("Alt+ArrowDown")
    expect(options(home).first).to_be_visible()
    assert box.get_attribute("aria-activedescendant") is None
    box.press("Escape")
    box.press("Escape")
    assert box.input_value() == ""


def test_tab_keeps_what_was_typed(home, live_site):
    propose(home, "bordeau")
    where(home).press("ArrowDown")
    where(home).press("Tab")
    expect(options(home).first).to_be_hidden()
    assert where(home).input_value() == "bordeau"
    home.get_by_role("button", name="Chercher").click()
    assert query(home) == {"ou": ["bordeau"]}


def test_a_place_is_picked_with_the_mouse_and_forgotten_when_edited(home):
    propose(home, "saint denis")
    chosen = options(home).filter(has_text="Seine-Saint-Denis").first
    key = chosen.get_attribute("data-key")
    chosen.click()
    assert where(home).evaluate("e => e === document.activeElement")
    home.get_by_role("button", name="Chercher").click()
    assert query(home) == {"territoire": [key]}
    assert where(home).input_value() == "Saint-Denis (Seine-Saint-Denis)"
    home.get_by_label("Quoi ?").fill("culture")
    home.get_by_role("button", name="Chercher").click()
    assert query(home) == {"territoire": [key], "quoi": ["culture"]}
    where(home).fill("Saint-Denis-en-Val")
    home.get_by_role("button", name="Chercher").click()
    assert query(home) == {"ou": ["Saint-Denis-en-Val"], "quoi": ["culture"]}


def test_the_number_of_places_is_told_and_none_too(home):
    said = home.locator(".places-said[role=status]")
    propose(home, "saint")
    assert re.fullmatch(r"\d+ lieux proposés", said.text_content())
    where(home).fill("zzzzqqqq")
    expect(said).to_have_text("Aucun lieu ne ressemble à « zzzzqqqq ».")
    assert where(home).get_attribute("aria-expanded") == "false"
    where(home).fill("z")
    expect(said).to_have_text("")


def test_what_was_typed_stands_out_and_names_are_only_text(home):
    evil = [{"territoire": "x:1", "nom": "Évry <img src=x>", "detail": "<b>là</b>"}]
    home.route("**/territoires/suggestions/**", lambda route: route.fulfill(json=evil))
    propose(home, "evry")
    assert options(home).locator("mark").all_text_contents() == ["Évry"]
    assert options(home).locator("img, b").count() == 0
    assert options(home).text_content() == "Évry <img src=x> <b>là</b>"


def test_without_answer_the_form_still_works(home):
    home.route("**/territoires/suggestions/**", lambda route: route.abort())
    with home.expect_request("**/territoires/suggestions/**"):
        where(home).press_sequentially("bordeaux")
    where(home).press("Enter")
    home.wait_for_url("**/poles/?ou=bordeaux")
    expect(home.locator("[data-territoire='commune:33063']").first).to_be_attached()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("path", ["/", "/poles/", "/nulle-part/"])
def test_the_open_list_is_accessible_and_fits(page, live_site, path, size):
    page.set_viewport_size(size)
    page.goto(live_site + path)
    propose(page, "saint")
    where(page).press("ArrowDown")
    assert violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    box = page.locator("[role=listbox]").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size["width"]


# --- Near me ------------------------------------------------------------------------


def test_near_me_asks_the_position_once_and_sends_it_rounded(home, live_site, context):
    context.grant_permissions(["geolocation"], origin=live_site)
    context.set_geolocation(BORDEAUX)
    home.get_by_label("Quoi ?").fill("culture")
    home.get_by_role("button", name="Autour de moi").click()
    home.wait_for_url("**/poles/?quoi=culture&position=44.840,-0.580")
    expect(home.locator("[data-territoire='commune:33063']").first).to_be_attached()
    expect(home.locator("[data-proches]").first).to_be_attached()
    kept = home.evaluate("JSON.stringify([localStorage, document.cookie])")
    assert "44.8" not in kept


def test_near_me_keeps_the_filters(list_page, live_site, context):
    context.grant_permissions(["geolocation"], origin=live_site)
    context.set_geolocation(BORDEAUX)
    name, value = choose_a_facet(list_page)
    where(list_page).fill("Lyon")
    list_page.get_by_role("button", name="Autour de moi").click()
    list_page.wait_for_url("**position=*")
    assert query(list_page) == {name: [value], "position": ["44.840,-0.580"]}


def test_a_refused_position_is_told_in_words(home, faults):
    home.get_by_role("button", name="Autour de moi").click()
    said = home.locator(".near-said[role=status]")
    expect(said).to_contain_text("n’a pas donné la position")
    expect(said).to_contain_text("Écrivez plutôt votre commune")
    assert urlsplit(home.url).path == "/"
    assert violations(home) == []
    assert faults == []


@pytest.mark.parametrize(
    ("code", "words"), [(2, "reste introuvable"), (3, "se fait trop attendre")]
)
def test_a_position_that_does_not_come_is_told(page, live_site, code, words):
    page.add_init_script(
        f"""let fail;
        navigator.geolocation.getCurrentPosition = (_, refuse) => {{ fail = refuse; }};
        window.failNow = () => fail({{ code: {code} }});"""
    )
    page.goto(live_site)
    page.get_by_role("button", name="Autour de moi").click()
    said = page.locator(".near-said")
    expect(said).to_have_text("Recherche de votre position…")
    page.evaluate("failNow()")
    expect(said).to_contain_text(words)


def test_without_geolocation_there_is_no_button(page, live_site):
    page.add_init_script("delete Navigator.prototype.geolocation")
    page.goto(live_site)
    page.wait_for_selector(READY)
    assert page.locator("button.near").is_hidden()


def test_the_position_is_never_asked_by_itself(page, live_site):
    page.add_init_script(
        "navigator.geolocation.getCurrentPosition = () => { window.wasAsked = true; }"
    )
    for path in ("/", "/poles/"):
        page.goto(live_site + path)
        page.wait_for_selector(READY)
        assert page.evaluate("window.wasAsked") is None


# --- The list follows ---------------------------------------------------------------


def test_a_facet_refreshes_list_filters_and_map_in_the_same_page(list_page, faults):
    before = total(list_page)
    box = list_page.locator(FACET).first
    told = box.locator("xpath=ancestor::label").get_attribute("data-count")
    group = list_page.locator("#facettes details details").nth(1)
    group.locator("summary").click()
    name, value = choose_a_facet(list_page)
    assert list_page.evaluate("window.isSamePage")
    assert query(list_page) == {name: [value]}
    assert total(list_page) == int(told) != before
    assert str(total(list_page)) in list_page.locator(".said").text_content()
    wait_until(list_page, lambda: slugs_on_map(list_page) == slugs_in_data(list_page))
    assert list_page.evaluate("document.activeElement.value") == value
    assert group.get_attribute("open") is not None
    assert faults == []


def test_another_search_keeps_the_filters_of_the_moment(list_page, live_site):
    kept = dict([choose_a_facet(list_page)])
    gone, value = choose_a_facet(list_page, 5)
    list_page.get_by_label("Trier").select_option("recent")
    list_page.wait_for_url("**tri=recent*")
    list_page.locator(f"#facettes [name='{gone}'][value='{value}']").uncheck()
    wait_until(list_page, lambda: value not in list_page.url)
    assert list_page.evaluate("window.isSamePage")
    expected = {**{name: [one] for name, one in kept.items()}, "tri": ["recent"]}
    for place in ("Lyon", "Nantes"):
        where(list_page).fill(place)
        list_page.get_by_role("button", name="Chercher").click()
        list_page.wait_for_url(f"**ou={place}*")
        assert query(list_page) == {**expected, "ou": [place]}
    for pill in range(2, 0, -1):
        list_page.locator(".chosen a", has_text="Retirer").first.click()
        expect(list_page.locator(".chosen a", has_text="Retirer")).to_have_count(
            pill - 1
        )
    list_page.get_by_label("Quoi ?").fill("culture")
    list_page.get_by_role("button", name="Chercher").click()
    list_page.wait_for_url("**quoi=culture*")
    assert query(list_page) == {"quoi": ["culture"], "tri": ["recent"]}


def test_two_quick_changes_make_one_answer(list_page):
    boxes = list_page.locator(FACET)
    values = [boxes.nth(index).get_attribute("value") for index in (0, 1)]
    list_page.evaluate(
        "values => values.forEach("
        "v => document.querySelector(`#facettes [value='${v}']`).click())",
        values,
    )
    list_page.wait_for_url(f"**{values[1]}*")
    wait_until(
        list_page,
        lambda: list_page.locator("#facettes input:checked").count() == 2,
    )
    assert sorted(sum(query(list_page).values(), [])) == sorted(values)


def test_the_live_region_stays_while_its_words_change(list_page):
    list_page.evaluate("window.region = document.querySelector('.said[role=status]')")
    before = list_page.locator(".said").text_content()
    choose_a_facet(list_page)
    assert list_page.evaluate("region.isConnected")
    assert list_page.locator(".said").text_content() != before


def test_back_and_forward_bring_each_answer_again(list_page, faults):
    before, drawn = total(list_page), slugs_on_map(list_page)
    name, value = choose_a_facet(list_page)
    during = total(list_page)
    list_page.go_back()
    wait_until(list_page, lambda: total(list_page) == before)
    wait_until(list_page, lambda: slugs_on_map(list_page) == drawn)
    assert query(list_page) == {}
    assert list_page.locator("#facettes input:checked").count() == 0
    list_page.go_forward()
    wait_until(list_page, lambda: total(list_page) == during)
    assert query(list_page) == {name: [value]}
    assert list_page.evaluate("window.isSamePage")
    assert faults == []


def test_back_finds_the_page_where_it_was_left(list_page):
    list_page.mouse.move(500, 600)
    list_page.mouse.wheel(0, 700)
    wait_until(list_page, lambda: list_page.evaluate("scrollY") == 700)
    box = list_page.locator(FACET).first
    box.dispatch_event("click")
    list_page.wait_for_url("**/poles/?*")
    list_page.evaluate("scrollTo(0, 0)")
    list_page.go_back()
    wait_until(list_page, lambda: not query(list_page))
    wait_until(list_page, lambda: list_page.evaluate("scrollY") == 700)


def test_removing_a_filter_is_one_click(page, live_site, faults):
    page.goto(live_site + "/poles/?ou=romans&quoi=emploi&milieu=urbain")
    page.wait_for_selector(READY)
    page.evaluate("window.isSamePage = true")
    pills = page.locator(".chosen a", has_text="Retirer")
    for left, name in ((2, "ou"), (1, "quoi"), (0, "milieu")):
        pills.first.click()
        expect(pills).to_have_count(left)
        assert name not in query(page)
        expect(page.locator("body")).not_to_be_focused()
    assert page.evaluate("window.isSamePage")
    assert where(page).input_value() == page.get_by_label("Quoi ?").input_value() == ""
    assert page.locator("#facettes input[type=hidden]").count() == 0
    assert page.locator("#map-outline").count() == 0
    propose(page, "bordeaux")
    assert faults == []


def test_the_order_and_the_pages_change_in_the_same_page(list_page):
    first = list_page.locator("[data-pole] h2").first.text_content()
    order = list_page.get_by_label("Trier")
    order.select_option("recent")
    list_page.wait_for_url("**/poles/?tri=recent")
    order.select_option("nom")
    list_page.wait_for_url("**/poles/")
    list_page.get_by_role("link", name="Page suivante").click()
    list_page.wait_for_url("**page=2*")
    wait_until(
        list_page,
        lambda: list_page.locator("[data-pole] h2").first.text_content() != first,
    )
    expect(list_page.locator("#resultats")).to_be_focused()
    assert list_page.evaluate("window.isSamePage")


def test_a_failed_refresh_opens_the_plain_page(list_page):
    def fail_in_place(route):
        if "hx-request" in route.request.headers:
            return route.fulfill(status=503, body="")
        return route.continue_()

    list_page.route("**/poles/?*", fail_in_place)
    box = list_page.locator(FACET).first
    name, value = box.get_attribute("name"), box.get_attribute("value")
    with list_page.expect_navigation(url="**/poles/?*", wait_until="load"):
        box.click()
    list_page.wait_for_selector(f"#facettes [value='{value}']:checked")
    assert list_page.evaluate("window.isSamePage") is None
    assert query(list_page) == {name: [value]}


@pytest.mark.parametrize(
    "path", ["/thematiques/culture/", "/reseaux/{slug}/", "/reconnaissances/{slug}/"]
)
def test_other_lists_are_live_too(page, live_site, faults, path):
    folder = path.split("{")[0]
    page.goto(live_site + folder)
    if "{" in path:
        link = page.locator(f"main a[href^='{folder}']").first
        path = link.get_attribute("href")
    page.goto(live_site + path)
    page.wait_for_selector(READY)
    page.evaluate("window.isSamePage = true")
    if page.locator(FACET).count():
        choose_a_facet(page)
        assert urlsplit(page.url).path == path
    assert page.evaluate("window.isSamePage")
    assert faults == []


# --- The map and the list -----------------------------------------------------------


def drag_map(page, by):
    x, y = middle(page.locator("#map"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by, y, steps=4)
    page.mouse.up()


def test_the_zone_is_searched_once_the_visitor_has_moved_the_map(list_page, faults):
    button = list_page.get_by_role("button", name="Chercher dans cette zone")
    expect(button).to_be_hidden()
    choose_a_facet(list_page)
    expect(button).to_be_hidden()
    before = total(list_page)
    list_page.get_by_role("button", name="Zoomer", exact=True).click()
    drag_map(list_page, 60)
    button.click()
    list_page.wait_for_url("**zone=*")
    west, south, east, north = map(float, query(list_page)["zone"][0].split(","))
    assert west < east and south < north
    wait_until(list_page, lambda: total(list_page) < before)
    wait_until(list_page, lambda: slugs_on_map(list_page) == slugs_in_data(list_page))
    for point in json.loads(list_page.locator("#map-points").text_content()):
        assert west <= point["lon"] <= east and south <= point["lat"] <= north
    expect(button).to_be_hidden()
    assert list_page.evaluate("window.isSamePage")
    assert faults == []


def test_searching_a_zone_does_not_move_the_map_and_takes_the_place_away(
    page, live_site
):
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size(WIDE)
    page.goto(live_site + "/poles/?ou=auvergne")
    page.wait_for_selector(READY)
    drag_map(page, 40)
    marker = page.locator(".pole-marker:not(.is-muted)").first
    slug, place = marker.get_attribute("data-pole"), middle(marker)
    page.get_by_role("button", name="Chercher dans cette zone").click()
    page.wait_for_selector(".chosen :text('Zone')")
    assert list(query(page)) == ["zone"]
    assert where(page).input_value() == ""
    kept = page.locator(f".pole-marker[data-pole='{slug}']")
    assert middle(kept) == pytest.approx(place, abs=1)


def test_a_popup_that_moves_the_map_does_not_ask_for_its_zone(list_page):
    northern = list_page.locator(".pole-marker").evaluate_all(
        "e => e.sort((a, b) => a.getBoundingClientRect().top"
        " - b.getBoundingClientRect().top)[0].dataset.pole"
    )
    list_page.locator(f".pole-marker[data-pole='{northern}']").press("Enter")
    list_page.wait_for_selector(".leaflet-popup")
    list_page.wait_for_timeout(300)
    assert list_page.locator(".map-zone").is_hidden()


def test_on_a_phone_the_map_comes_on_demand(page, live_site, faults):
    page.set_viewport_size(PHONE)
    page.goto(live_site + "/poles/")
    page.wait_for_selector(READY, state="attached")
    results = page.locator("#resultats")
    expect(results).to_be_visible()
    expect(page.locator("#map")).to_be_hidden()
    page.get_by_role("button", name="Voir la carte").click()
    expect(page.locator(".pole-marker").first).to_be_in_viewport()
    expect(results).to_be_hidden()
    assert violations(page) == []
    page.get_by_role("button", name="Voir la liste").click()
    expect(results).to_be_visible()
    expect(page.locator("#map")).to_be_hidden()
    assert faults == []


# --- Sharing ------------------------------------------------------------------------


def test_the_link_is_copied(list_page, live_site, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_site)
    choose_a_facet(list_page)
    list_page.get_by_role("button", name="Copier le lien").click()
    expect(list_page.locator(".copy [role=status]")).to_have_text("Lien copié")
    assert list_page.evaluate("navigator.clipboard.readText()") == list_page.url


def test_where_the_clipboard_is_refused_the_link_is_shown_selected(page, live_site):
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject()")
    page.goto(live_site + "/poles/")
    page.get_by_role("button", name="Copier le lien").click()
    expect(page.get_by_label("Lien à copier")).to_have_value(page.url)
    assert page.evaluate("getSelection().toString()") == page.url
    assert violations(page) == []


# --- Without scripts ----------------------------------------------------------------


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_all_works_without_scripts(browser, live_site, size):
    with browser.new_context(java_script_enabled=False, viewport=size) as context:
        page = context.new_page()
        page.goto(live_site)
        for name in ("Autour de moi", "Voir la carte", "Copier le lien"):
            assert page.get_by_role("button", name=name).count() == 0
        page.get_by_label("Où ?").fill("romans sur isere")
        page.get_by_role("button", name="Chercher").click()
        expect(page.locator(f"[data-territoire='{ROMANS}']").first).to_be_attached()
        page.get_by_role("link", name="Retirer").first.click()
        page.wait_for_url(lambda url: "ou=" not in url)
        box = page.locator(FACET).first
        told = box.locator("xpath=ancestor::label").get_attribute("data-count")
        name, value = box.get_attribute("name"), box.get_attribute("value")
        box.check()
        page.get_by_role("button", name="Appliquer").click()
        page.wait_for_url(f"**{name}={value}*")
        assert total(page) == int(told)
        page.get_by_label("Où ?").fill("lyon")
        page.get_by_role("button", name="Chercher").click()
        page.wait_for_url("**ou=lyon*")
        asked = {field: texts for field, texts in query(page).items() if any(texts)}
        assert asked == {"ou": ["lyon"], name: [value]}


def test_only_the_proposals_use_the_network_while_typing(home):
    asked = []
    home.on("request", lambda request: asked.append(request.url))
    propose(home, "lyon")
    paths = {urlsplit(url).path for url in asked}
    assert all(
        path == "/territoires/suggestions/" or path.endswith(".js") for path in paths
    )
    assert sum("suggestions" in url for url in asked) < len("lyon")
    assert urlsplit(home.url).path == "/"
