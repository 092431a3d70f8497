"""What the directory shows of the charters that poles have signed."""

import sys
from html import unescape
from types import ModuleType
from urllib.parse import urlencode

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.urls import clear_url_caches, include, path

from directory.models import Pledge
from ptce_site import urls as site_urls
from tests.makers import make_edition, make_pledge, make_pole
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def old():
    return make_edition(2014)


@pytest.fixture
def new():
    return make_edition(2021)


@pytest.fixture
def with_charters(settings):
    """The site with a page for each version, as the charter app names it."""
    versions = path(
        "charte/<slug:charter>/<slug:version>/",
        lambda request, charter, version: HttpResponse(),
        name="version",
    )
    urls = ModuleType("tests.urls_with_charters")
    urls.urlpatterns = [
        path("", include(([versions], "charter"))),
        *site_urls.urlpatterns,
    ]
    sys.modules[urls.__name__] = urls
    settings.ROOT_URLCONF = urls.__name__
    clear_url_caches()
    yield
    del sys.modules[urls.__name__]
    clear_url_caches()


def visit(client, **query):
    response = client.get(f"/poles/?{urlencode(query, doseq=True)}")
    assert response.status_code == 200
    return Page(response)


def text_of(client, path):
    """The page as it is written, with plain spaces."""
    text = unescape(client.get(path).content.decode())
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def options(page):
    """{year: count} of the facet, in page order."""
    found = {
        tag["data-facet"]: int(tag["data-count"])
        for tag in page.tags
        if tag.get("data-facet", "").startswith("charte:")
    }
    return {facet.removeprefix("charte:"): count for facet, count in found.items()}


def test_a_signature_of_2014_never_answers_2021(client, old, new):
    first, both = make_pole("Premier"), make_pole("Les deux")
    make_pole("Sans charte")
    make_pledge(first, old)
    make_pledge(both, old)
    make_pledge(both, new)
    assert options(visit(client)) == {"2014": 2, "2021": 1}
    assert visit(client, charte="2014").poles() == ["les-deux", "premier"]
    assert visit(client, charte="2021").poles() == ["les-deux"]
    assert visit(client, charte=["2014", "2021"]).total == 2


def test_when_it_was_signed_does_not_make_the_edition(client, old, new):
    make_pledge(make_pole("Pôle"), old, on="2021-06-30")
    assert options(visit(client)) == {"2014": 1, "2021": 0}
    assert visit(client, charte="2021").total == 0


def test_editions_of_one_year_are_one_option_and_a_pole_counts_once(client):
    spring = make_edition(2021, version=7, slug="printemps")
    autumn = make_edition(2021, version=8, slug="automne")
    both, one = make_pole("Les deux"), make_pole("Une seule")
    make_pledge(both, spring)
    make_pledge(both, autumn)
    make_pledge(one, autumn)
    page = visit(client, charte="2021")
    assert page.poles() == ["les-deux", "une-seule"]
    assert options(visit(client)) == {"2021": 2}


def test_a_draft_and_an_archived_pole_are_not_counted(client, old):
    make_pledge(make_pole("Publié"), old)
    for publication in ("brouillon", "archive"):
        pole = make_pole(publication, publication=publication)
        make_pledge(pole, old)
    assert options(visit(client)) == {"2014": 1}
    assert visit(client, charte="2014").poles() == ["publie"]


def test_an_edition_that_nobody_signed_is_an_option_that_gives_nothing(client, new):
    make_pole("Pôle")
    page = visit(client)
    assert options(page) == {"2021": 0}
    (box,) = (tag for tag in page.tags if tag.get("id") == "charte-2021")
    assert "disabled" in box


def test_a_withdrawn_signature_answers_no_more(client, old):
    pledge = make_pledge(make_pole("Pôle"), old)
    assert visit(client, charte="2014").total == 1
    pledge.delete()
    assert visit(client, charte="2014").total == 0
    assert "data-charte" not in text_of(client, "/poles/pole/")


def test_without_any_edition_the_facet_is_not_shown(client):
    make_pole("Pôle")
    page = visit(client)
    assert options(page) == {}
    assert "facette-charte" not in {tag.get("id") for tag in page.tags}
    assert "facette-reconnaissance" in {tag.get("id") for tag in page.tags}
    assert visit(client, charte="").total == 1


@pytest.mark.parametrize("year", ["2015", "14", "deux mille", "-2014", "02014"])
@pytest.mark.parametrize("editions", [[], [2014]])
def test_a_year_that_is_no_option_is_told_and_ignored(client, year, editions):
    for known in editions:
        make_edition(known)
    make_pole("Pôle")
    page = visit(client, charte=year)
    assert page.total == 1
    assert "probleme-charte" in {tag.get("id") for tag in page.tags}
    told = text_of(client, f"/poles/?{urlencode({'charte': year})}")
    assert f"Charte signée : « {year} » n'existe pas." in told
    assert not [tag for tag in page.tags if tag.get("class") == "chosen"]


def test_a_year_in_force_is_told_by_title_chip_map_and_address(client, old, new):
    make_pledge(make_pole("Pôle"), old)
    make_pole("Autre")
    address = "/poles/?charte=2014&charte=2021&charte=x&milieu=inconnu"
    text = text_of(client, address)
    title = "Les PTCE : milieu non renseigné · Charte de 2014 ou Charte de 2021"
    assert f"<title>{title} – " in text
    page = Page(client.get(address))
    links = {tag["href"] for tag in page.tags if tag["tag"] == "a" and "href" in tag}
    assert "/poles/?milieu=inconnu&charte=2021" in links
    (canonical,) = (tag["href"] for tag in page.tags if tag.get("rel") == "canonical")
    assert canonical.endswith("/poles/?milieu=inconnu&charte=2014&charte=2021")
    (region,) = (tag for tag in page.tags if "data-region" in tag)
    assert "charte=2014&charte=2021&" in region["href"]
    drawing = Page(client.get("/poles/carte.svg?charte=2014"))
    assert page.on_map() == drawing.marks("pole") == ["pole"]


def test_the_sheet_tells_each_edition_newest_first(client, old, new):
    pole = make_pole("Pôle")
    make_pledge(pole, new, on="2022-01-01", precision="annee", verified=True)
    make_pledge(pole, old)
    page = Page(client.get("/poles/pole/"))
    assert page.marks("charte") == ["2021", "2014"]
    text = text_of(client, "/poles/pole/")
    last, first = (
        text.split(f'data-charte="{year}"')[1].split("</li>")[0]
        for year in (2021, 2014)
    )
    assert "Charte nationale, 2021" in last
    assert "signée en 2022<" in last
    assert ">vérifiée<" in last
    assert "Charte nationale, 2014" in first
    assert "signée le 19 septembre 2014<" in first
    assert ">déclarée<" in first
    assert "ce n'est ni un label, ni une reconnaissance par l'État." in text
    paper = "Charte signée : 2021 (vérifiée), 2014 (déclarée) ; ce n'est pas un label."
    assert paper in text


@pytest.mark.parametrize(
    ("on", "precision", "words"),
    [
        ("2014-09-19", "jour", "le 19 septembre 2014"),
        ("2014-10-01", "jour", "le 1er octobre 2014"),
        ("2014-09-01", "mois", "en septembre 2014"),
        ("2014-01-01", "annee", "en 2014"),
    ],
)
def test_a_signature_is_dated_no_finer_than_known(client, old, on, precision, words):
    pledge = make_pledge(make_pole("Pôle"), old, on=on, precision=precision)
    assert pledge.signed == words
    text = text_of(client, "/poles/pole/")
    assert f"signée {words}</span>" in text
    assert f"Charte de 2014 signée {words} (déclarée) ;" in text


def test_a_sheet_without_pledge_says_nothing_of_charters(client, old):
    make_pole("Pôle")
    make_pledge(make_pole("Autre"), old)
    _, sheet = text_of(client, "/poles/pole/").split("<main")
    assert "charte" not in sheet.split("</main>")[0].lower()


def test_two_editions_of_a_year_are_two_items_the_later_version_first(client):
    pole = make_pole("Pôle")
    for version, title in ((7, "Printemps"), (8, "Automne")):
        edition = make_edition(2021, version=version, slug=title.lower(), title=title)
        make_pledge(pole, edition)
    assert Page(client.get("/poles/pole/")).marks("charte") == ["2021", "2021"]
    text = text_of(client, "/poles/pole/")
    assert text.index("Automne") < text.index("Printemps")


def test_without_the_page_of_a_version_its_title_is_no_link(client, old, monkeypatch):
    patterns = [
        pattern
        for pattern in site_urls.urlpatterns
        if getattr(pattern, "app_name", None) != "charter"
    ]
    monkeypatch.setattr(site_urls, "urlpatterns", patterns)
    clear_url_caches()
    make_pledge(make_pole("Pôle"), old)
    text = text_of(client, "/poles/pole/")
    assert '<li data-charte="2014"> Charte nationale, 2014 <span' in text


def test_a_title_leads_to_the_page_of_the_version(client, old, with_charters):
    make_pledge(make_pole("Pôle"), old)
    text = text_of(client, "/poles/pole/")
    assert '<a href="/charte/nationale/2014/">Charte nationale, 2014</a>' in text


def test_html_in_a_title_is_shown_not_run(client):
    make_pledge(make_pole("Pôle"), make_edition(2014, title="<script>alert(1)"))
    assert "<script>alert" not in client.get("/poles/pole/").content.decode()


def test_pledges_cost_the_sheet_one_query_and_the_lists_none(client, old, new, queries):
    poles = [make_pole(f"Pôle {number}") for number in range(4)]
    for pole in poles:
        for edition in (old, new):
            make_pledge(pole, edition)
    with queries(12):
        assert visit(client, charte="2014", territoire="commune:26281").total == 4
    with queries(12):
        assert client.get("/poles/carte.svg?charte=2014").status_code == 200
    with queries(18) as sent:
        client.get("/poles/pole-0/")
    assert sum("directory_pledge" in query["sql"] for query in sent) == 1


def test_a_pole_signs_an_edition_once(old):
    pole = make_pole("Pôle")
    make_pledge(pole, old)
    with pytest.raises(IntegrityError, match="pledge_once"), transaction.atomic():
        make_pledge(pole, old, on="2015-01-01")
    assert Pledge.objects.count() == 1


def test_a_pledge_changes_no_version_of_the_pole(old):
    pole = make_pole("Pôle")
    pole.refresh_from_db()
    before = (pole.version, pole.updated_at)
    make_pledge(pole, old)
    pole.refresh_from_db()
    assert (pole.version, pole.updated_at) == before
