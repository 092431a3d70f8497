"""Sheets of poles and pages of territories on paper: one A4 each, whole and alone.

A sample, drawn by a fixed seed; every pole, every larger territory and 500 communes
when the environment has PRINT_ALL.
"""

import json
import os
import random
import re
from pathlib import Path

import pytest
from django.urls import reverse

from directory.models import CharterEdition, Pole, Structure, Territory
from tests import databases

from .extremes import MEMBERS, make_long_poles

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

ALL = bool(os.environ.get("PRINT_ALL"))
SEED = 2026
SAMPLES = {"departement": 10, "epci": 10, "commune": 6}
SLUGS = sorted(
    pole["slug"]
    for pole in json.loads(Path("fixtures/poles.json").read_text())
    if pole["publication"] == "publie"
)
PAGE = re.compile(rb"/Type\s*/Page\b")
# what the margins of an A4 leave, at 96 dots per inch
PAPER = {"width": 688, "height": 1032}
WIDE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { letter-spacing: .05em !important; }");
  document.adoptedStyleSheets = [sheet];
}"""
WHOLE_LIST = "La liste entière, avec la fiche de chaque pôle, est sur la page."
DRAWN = Path(__file__).with_name("printed.js").read_text()


def some(things, number):
    return things if ALL else random.Random(SEED).sample(things, number)


@pytest.fixture(scope="module")
def extremes(site_database, django_db_blocker):
    """Poles with far too much to tell, gone after this module."""
    with django_db_blocker.unblock(), databases.connected_to(site_database):
        make_long_poles()
    yield
    with django_db_blocker.unblock(), databases.connected_to(site_database):
        Pole.objects.filter(slug__startswith="extreme").delete()
        Structure.objects.filter(slug__startswith="extreme").delete()
        CharterEdition.objects.all().delete()


@pytest.fixture(scope="module")
def addresses(site_database, django_db_blocker):
    """Paths of territories by level."""
    with django_db_blocker.unblock(), databases.connected_to(site_database):
        places = Territory.objects.order_by("code")
        paths = {level: [] for level in Territory.Level.values}
        for level, code in places.values_list("level", "code"):
            path = reverse("directory:territory_detail", args=[level, code])
            paths[level].append(path)
    communes = random.Random(SEED).sample(paths["commune"], 500)
    return paths | {"commune": communes}


@pytest.fixture
def paper(browser, live_site):
    """A function that prints a path, and tells what is wrong with its page.

    `scripts`: whether they run, as the map of a sheet needs. `wide`: with letters
    apart, as a wider font would be.
    """
    contexts = []

    def check(path, *, scripts=False, wide=False):
        if not contexts:
            contexts.append(
                browser.new_context(viewport=PAPER, java_script_enabled=scripts)
            )
            contexts[0].new_page()
        page = contexts[0].pages[0]
        page.emulate_media(media="screen")
        response = page.goto(live_site + path)
        assert response.status == 200, path
        if scripts:
            page.wait_for_selector("#map[data-ready=true]", state="attached")
        if wide:
            page.evaluate(WIDE)
        page.emulate_media(media="print")
        faults = page.evaluate(DRAWN)
        pages = len(PAGE.findall(page.pdf(prefer_css_page_size=True)))
        return faults if pages == 1 else [f"{pages} pages", *faults]

    yield check
    for context in contexts:
        context.close()


def wrong(paper, paths, **options):
    """What is wrong by path, none where nothing is."""
    found = {path: paper(path, **options) for path in paths}
    return {path: faults for path, faults in found.items() if faults}


def sheet(slug):
    return reverse("directory:pole_detail", args=[slug])


def test_the_sheet_of_a_pole_is_one_page(paper):
    paths = [sheet(slug) for slug in some(SLUGS, 10)]
    assert wrong(paper, paths, scripts=True) == {}


def test_a_sheet_without_scripts_is_one_page(paper):
    assert wrong(paper, map(sheet, SLUGS[:2])) == {}


@pytest.mark.parametrize("wide", [False, True])
def test_a_pole_with_far_too_much_to_tell_is_one_page(paper, extremes, wide):
    paths = [sheet("extreme-1"), sheet("extreme-bref")]
    assert wrong(paper, paths, scripts=True, wide=wide) == {}


def test_every_region_and_france_are_one_page(paper, addresses):
    paths = [reverse("directory:territory_index"), *addresses["region"]]
    assert len(paths) == 19
    assert wrong(paper, paths) == {}


@pytest.mark.parametrize("level", SAMPLES)
def test_a_smaller_territory_is_one_page(paper, addresses, level):
    assert wrong(paper, some(addresses[level], SAMPLES[level])) == {}


PAST_AND_COMPARED = [
    "/territoires/?au=2016-01-01",
    "/territoires/region/76/?au=2016-12-31",
    "/territoires/epci/243300316/?au=2012-06-01",
    "/territoires/departement/26/?avec=departement:07",
    "/territoires/region/76/?avec=region:75&avec=region:84&avec=region:93&au=2020-01-01",
    "/territoires/commune/26281/?avec=commune:33063&avec=commune:2A004",
]


def test_a_past_date_and_a_comparison_are_one_page(paper):
    assert wrong(paper, PAST_AND_COMPARED) == {}


@pytest.mark.parametrize("wide", [False, True])
def test_a_territory_with_far_too_much_to_tell_is_one_page(paper, extremes, wide):
    place = "/territoires/departement/26/"
    others = "&".join(f"avec=departement:{code}" for code in ("971", "07", "38"))
    paths = [
        place,
        f"{place}?au=2020-01-01",
        f"{place}?{others}",
        f"{place}?{others}&au=2020-01-01",
        "/territoires/",
        "/territoires/region/84/",
        "/territoires/epci/200040459/",
        "/territoires/commune/26281/",
    ]
    assert wrong(paper, paths, wide=wide) == {}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/poles/pole-sud-archer/", "Romans-sur-Isère"),
        ("/territoires/region/84/?au=2016-12-31", "Nombres au 31 décembre 2016."),
        ("/territoires/departement/26/?avec=departement:07", "Ardèche"),
    ],
)
def test_paper_tells_its_address_as_text_and_as_a_code(page, live_site, path, words):
    page.emulate_media(media="print")
    page.goto(live_site + path)
    foot = page.locator(".paper-foot")
    assert foot.locator(".address").inner_text() == live_site + path
    assert foot.locator(".qr title").text_content() == live_site + path
    assert foot.locator(".qr").bounding_box()["width"] > 70
    assert "Imprimé le " in foot.inner_text()
    assert words in page.locator("main").inner_text()


def test_a_list_too_long_for_paper_says_so(page, live_site, extremes):
    page.emulate_media(media="print")
    page.goto(live_site + sheet("extreme-1"))
    told = page.locator(".more:visible").all_inner_texts()
    members = page.locator("[data-structure]:visible").count()
    assert f"et {MEMBERS - members} autres, sur la page" in told
    assert "La présentation continue sur la page." in told
    page.goto(live_site + "/territoires/departement/26/")
    assert page.locator(".paper-poles li").count() == 18
    told = page.locator(".more:visible").all_inner_texts()
    assert WHOLE_LIST in told


def test_a_list_that_paper_holds_whole_does_not_speak_of_another(page, live_site):
    page.emulate_media(media="print")
    page.goto(live_site + "/territoires/region/76/")
    held = page.locator(".territory").get_attribute("data-agissant")
    assert page.locator(".paper-poles li").count() == int(held) > 3
    assert WHOLE_LIST not in page.locator(".more:visible").all_inner_texts()
