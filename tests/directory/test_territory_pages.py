"""Territory pages and their CSV: dates, comparisons, bad input."""

import csv
import io
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from django.utils.html import escape

from directory.models import Perimeter, StageRecord
from tests.makers import make_pole, territory
from tests.page import Page

pytestmark = pytest.mark.django_db

DROME = "/territoires/departement/26/"
CORSICANS = {"departement": "2A", "commune": "2A004"}
PATHS = ["/territoires/", DROME]


def figures(content):
    """{(rubrique, cle): (valeur, sur)} of a CSV file."""
    text = content.decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text), delimiter=";")
    return {(row["rubrique"], row["cle"]): (row["valeur"], row["sur"]) for row in rows}


def marks(page):
    return [page.marks(name) for name in ("agissant", "sieges", "au", "pole", "raison")]


def test_a_past_date_shows_what_was_then(client):
    pole = make_pole("Ancien", created_on=date(2010, 1, 1), seat="commune:33063")
    Perimeter.objects.create(
        pole=pole, territory=territory("departement:26"), until=date(2015, 1, 1)
    )
    make_pole("Récent", created_on=date(2018, 1, 1))
    then = Page(client.get(DROME, {"au": "2014-06-01"}))
    assert marks(then)[:3] == [["1"], ["0"], ["2014-06-01"]]
    assert then.poles() == ["ancien"]
    now = Page(client.get(DROME))
    assert marks(now)[:3] == [["1"], ["1"], []]
    assert now.poles() == ["recent"]


def test_stages_of_cards_and_points_are_those_of_the_date(client):
    pole = make_pole("Pôle", stage="emergence", on="2012-01-01")
    StageRecord.objects.create(pole=pole, stage="consolidation", on=date(2018, 1, 1))
    text = client.get(DROME, {"au": "2014-06-01"}).content.decode()
    assert "En émergence" in text
    assert '"etape": "emergence"' in text
    assert "consolidation" not in text.split("map-points")[1].split("</script>")[0]


def test_signs_of_the_locator_are_those_of_the_date(client):
    pole = make_pole("Pôle", stage="emergence", on="2012-01-01")
    StageRecord.objects.create(pole=pole, stage="consolidation", on=date(2018, 1, 1))
    path = "/territoires/commune/26281/"
    for au, stage in (
        ("2014-06-01", "emergence"),
        ("", "consolidation"),
        ("2014-06-01", "emergence"),
    ):
        text = client.get(path, {"au": au}).content.decode()
        assert f'href="#situation-signe-{stage}"' in text


def test_the_first_of_a_month_is_told_as_french_does(client):
    text = client.get(DROME, {"au": "2016-01-01"}).content.decode()
    assert "Au 1er janvier 2016" in text


def test_links_to_compared_territories_keep_the_date(client):
    asked = {"au": "2016-01-01", "avec": "departement:38"}
    text = client.get(DROME, asked).content.decode()
    heads = text.split("counts compared")[1].split("</thead>")[0]
    assert "/territoires/departement/38/?au=2016-01-01" in heads


def test_the_curve_says_that_its_last_point_counts_what_nothing_dates(client):
    make_pole("Daté", created_on=date(2010, 1, 1))
    make_pole("Sans date")
    words = "Le dernier point compte aussi 1 pôle que rien ne date."
    assert words in client.get(DROME).content.decode()
    assert words not in client.get(DROME, {"au": "2016-01-01"}).content.decode()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("au", "words"),
    [
        ("2050-01-01", "à venir"),
        ("hier", "n'est pas une date"),
        ("2016-02-31", "n'est pas une date"),
        ("<b>", "n'est pas une date"),
        ("\x00", "n'est pas une date"),
        ("1999-01-01", "avant 2009"),
    ],
)
def test_a_date_that_cannot_be_is_told_and_today_shown(client, path, au, words):
    make_pole("Pôle")
    response = client.get(path, {"au": au})
    assert response.status_code == 200
    text = response.content.decode().replace("&#x27;", "'")
    assert words in text
    assert "<b>" not in text.split('role="alert"')[1].split("</p>")[0]
    assert Page(response).marks("agissant") == ["1"]
    assert client.get(f"{path}chiffres.csv", {"au": au}).status_code == 400


@pytest.mark.parametrize("path", PATHS)
def test_the_same_past_date_gives_the_same_marks_and_bytes(client, path, monkeypatch):
    make_pole("Un", created_on=date(2010, 1, 1), acts_on=["departement:26"])
    make_pole("Deux", stage="emergence", on="2014-01-01")

    def asked():
        page = client.get(path, {"au": "2016-01-01"})
        file = client.get(f"{path}chiffres.csv", {"au": "2016-01-01"})
        return marks(Page(page)), file.content, file["Content-Disposition"]

    first = asked()
    later = timezone.localdate() + timedelta(days=400)
    monkeypatch.setattr(timezone, "localdate", lambda *args: later)
    assert asked() == first


@pytest.mark.parametrize("path", PATHS)
def test_the_file_says_what_the_page_says(client, path):
    make_pole("Un", sectors=["culture"], stage="developpement")
    make_pole("Deux", seat="commune:33063", acts_on=["epci:200068781"])
    page = Page(client.get(path))
    told = figures(client.get(f"{path}chiffres.csv").content)
    assert told["poles", "agissant"] == (page.marks("agissant")[0], "")
    assert told["poles", "sieges"] == (*page.marks("sieges"), *page.marks("agissant"))
    assert told["etapes", "developpement"] == ("1", "2")
    assert told["etapes", "inconnue"] == ("1", "2")
    assert told["thematiques", "culture"] == ("1", "2")
    assert told["declare", "jobs_fte"] == ("", "")
    white = [key for rubric, key in told if rubric == "zones_blanches"]
    if path == DROME:
        assert len(white) == int(page.marks("blanches")[0])


def test_poles_of_a_whole_region_have_a_line_where_they_are_told_apart(client):
    make_pole("Pôle", seat="commune:33063", acts_on=["region:84"])
    told = figures(client.get(f"{DROME}chiffres.csv").content)
    assert told["poles", "regionaux"] == ("1", "1")
    for path in ("/territoires/", "/territoires/region/84/"):
        told = figures(client.get(f"{path}chiffres.csv").content)
        assert told["poles", "agissant"] == ("1", "")
        assert ("poles", "regionaux") not in told


def test_the_map_says_when_it_counts_poles_of_beyond_the_limit(client):
    words = "Une intercommunalité à cheval compte aussi les pôles"
    # 200040681 reaches from the Drôme into the Vaucluse
    make_pole("Dedans", acts_on=["epci:200040681"])
    assert words not in client.get(DROME).content.decode()
    make_pole("Au-delà", seat="commune:84138", acts_on=["departement:84"])
    assert words in client.get(DROME).content.decode()
    assert words in client.get("/territoires/region/84/").content.decode()
    assert words not in client.get("/territoires/region/11/").content.decode()


def test_the_file_of_france_tells_white_zones_by_region(client):
    told = figures(client.get("/territoires/chiffres.csv").content)
    assert told["zones_blanches", "region:06"] == ("5", "5")
    assert told["zones_regionales", "region:06"] == ("0", "5")


def test_a_territory_not_found_is_told_where_it_was_asked(client):
    text = client.get(DROME, {"avec": "zzzzqqqq"}).content.decode()
    assert "zzzzqqqq" in text.split('id="comparer"')[1]


def test_names_that_a_spreadsheet_would_run_are_neutralised(client):
    make_pole('=HYPERLINK("http://x")', slug="formule")
    text = client.get(f"{DROME}chiffres.csv").content.decode()
    assert ";\"'=HYPERLINK" in text


@pytest.mark.parametrize(
    ("asked", "compared", "words"),
    [
        (["departement:38"], 1, None),
        (["departement:38", "DEPARTEMENT:2a", "isère"], 2, None),
        (["isère", "ardèche"], 1, "un seul nom"),
        (["epci:200068781"], 0, "échelon"),
        (["commune:26281", "departement:38"], 1, "échelon"),
        (["departement:99"], 0, "aucun territoire"),
        (["zzzzqqqq"], 0, "aucun territoire"),
        (["departement:26"], 0, "choisissez-en un autre"),
        (
            ["departement:38", "departement:07", "departement:05", "departement:01"],
            3,
            "3",
        ),
        (["\x00", "x" * 10_000, ":", "departement:"], 0, "aucun territoire"),
    ],
)
def test_territories_are_compared_or_refused_in_words(client, asked, compared, words):
    response = client.get(DROME, {"avec": asked})
    assert response.status_code == 200
    page = Page(response)
    text = response.content.decode()
    assert ("compared" in text) == bool(compared)
    columns = [
        tag for tag in page.tags if tag["tag"] == "th" and tag.get("scope") == "col"
    ]
    heads = text.split("counts compared")[1].split("</thead>")[0] if compared else ""
    assert heads.count("<th ") == (compared + 1 if compared else 0), columns
    if words:
        assert words in text.split('role="alert"')[1]


@pytest.mark.parametrize(
    ("path", "text", "first", "words"),
    [
        # homonyms, a postal code of several communes, the beginning of a name
        ("commune/26281", "valence", "commune:26362", "plusieurs territoires"),
        ("commune/26281", "34700", None, "plusieurs territoires"),
        ("commune/26281", "montelim", "commune:26198", "ressemble"),
        ("departement/26", "alpes", None, "ressemble"),
    ],
)
def test_a_name_that_may_mean_several_territories_gives_the_choice(
    client, path, text, first, words
):
    level = path.split("/")[0]
    asked = {"au": "2020-01-01", "avec": [f"{level}:{CORSICANS[level]}", text]}
    response = client.get(f"/territoires/{path}/", asked)
    section = response.content.decode().split('id="comparer"')[1].split("<form")[0]
    keys = Page(response).marks("territoire", "a")
    assert words in section and section.count('<th scope="col">') == 2
    assert keys and (first is None or keys[0] == first)
    for key in keys:
        query = urlencode([("au", "2020-01-01"), ("avec", asked["avec"][0])])
        address = f"?{query}&{urlencode({'avec': key})}#comparaison"
        assert escape(address) in section
    compared = client.get(f"/territoires/{path}/", asked | {"avec": keys[:1]})
    assert "counts compared" in compared.content.decode()


@pytest.mark.parametrize(
    ("path", "text", "key"),
    [
        ("commune/26281", "26362", "commune:26362"),
        ("commune/26281", "Valence (Drôme)", "commune:26362"),
        ("commune/26281", "montelimar", "commune:26198"),
        ("departement/26", "paris", "departement:75"),
        ("departement/26", "vienne", "departement:86"),
        ("epci/200068781", "200040590", "epci:200040590"),
    ],
)
def test_a_whole_name_or_a_code_is_compared_at_once(client, path, text, key):
    text = client.get(f"/territoires/{path}/", {"avec": text}).content.decode()
    heads = text.split("counts compared")[1].split("</thead>")[0]
    assert f"/territoires/{key.replace(':', '/')}/" in heads


def test_a_commune_compared_tells_its_departement(client):
    text = client.get(
        "/territoires/commune/26281/", {"avec": "commune:26362"}
    ).content.decode()
    heads = text.split("counts compared")[1].split("</thead>")[0]
    assert "Romans-sur-Isère (Drôme)" in heads and "Valence (Drôme)" in heads


def test_one_territory_said_several_ways_is_compared_once(client):
    keys = ["departement:38", "DEPARTEMENT:38", "Departement:38", "isère", "ISÈRE"]
    asked = {"avec": keys}
    assert "problem" not in client.get(DROME, asked).content.decode()
    file = client.get(f"{DROME}chiffres.csv", asked)
    assert file.status_code == 200
    lines = file.content.decode().splitlines()
    assert sum(";38;Isère;comparaison;agissant;" in line for line in lines) == 1


def test_the_file_never_says_what_a_page_does(client):
    asked = {"au": "2050-01-01"}
    response = client.get(f"{DROME}chiffres.csv", asked)
    assert response.content.decode() == "Cette date est à venir."
    page = client.get(DROME, asked).content.decode()
    assert "Cette date est à venir. Voici la page d'aujourd'hui." in page


def test_france_is_compared_to_nothing(client):
    text = client.get("/territoires/", {"avec": "region:84"}).content.decode()
    assert "ne se compare à aucun territoire" in text


def test_the_file_holds_the_territories_compared(client):
    make_pole("Pôle")
    text = client.get(
        f"{DROME}chiffres.csv", {"avec": "departement:38"}
    ).content.decode()
    assert ";38;Isère;comparaison;" in text
    assert client.get(f"{DROME}chiffres.csv", {"avec": "x:1"}).status_code == 400


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/territoires/commune/26999/", "26382"),
        ("/territoires/epci/200068782/", "200068781"),
        ("/territoires/departement/romans-sur-isere/", "26281"),
        ("/territoires/commune/sainte-colombe/", "40252"),
        ("/territoires/canton/drome/", "26"),
    ],
)
def test_an_unknown_code_proposes_near_territories(client, path, near):
    response = client.get(path)
    assert response.status_code == 404
    links = {tag.get("href", "") for tag in Page(response).tags}
    assert any(f"/{near}/" in link for link in links)


def test_the_only_territory_of_a_name_is_reached_by_it(client):
    response = client.get("/territoires/commune/Romans-sur-Isere/?au=2016-01-01")
    assert response.status_code == 302
    assert response["Location"] == "/territoires/commune/26281/?au=2016-01-01"


def test_a_straddling_epci_is_shown_under_each_territory_and_flagged(client):
    # what a perimeter names besides is not told there
    make_pole("Pôle", acts_on=["epci:200040681", "region:93", "departement:07"])
    for path, other in (
        ("departement/26", "Vaucluse"),
        ("departement/84", "Drôme"),
        ("region/84", "Provence-Alpes-Côte d&#x27;Azur"),
    ):
        text = client.get(f"/territoires/{path}/").content.decode()
        line = text.split("/territoires/epci/200040681/")[-1].split("</li>")[0]
        assert f">aussi\u00a0: {other}</span>" in line


def test_with_everything_asked_a_page_keeps_within_its_queries(client, queries):
    for number in range(3):
        make_pole(f"Pôle {number}", acts_on=["departement:26"], stage="emergence")
    asked = {
        "au": "2024-01-01",
        "avec": ["departement:38", "departement:07", "ardeche", "isere", "zzzz"],
    }
    with queries(18):
        client.get(DROME, asked)
    with queries(18):
        client.get("/territoires/")


def test_neighbours_are_a_click_away(client):
    text = client.get("/territoires/commune/26281/?au=2016-01-01").content.decode()
    assert "Communes voisines" in text
    assert "/territoires/commune/26057/?au=2016-01-01" in text
    assert (
        "Régions voisines" not in client.get("/territoires/region/04/").content.decode()
    )


def test_where_there_is_no_intercommunality_communes_are_looked_at(client):
    text = client.get("/territoires/departement/975/").content.decode()
    assert "Communes où aucun pôle connu n'agit" in text


def test_the_years_keep_what_is_compared(client):
    text = client.get(DROME, {"avec": "departement:38"}).content.decode()
    assert "?au=2015-12-31&amp;avec=departement%3A38" in text


def test_a_year_is_its_last_day(client):
    assert Page(client.get(DROME, {"au": "2016"})).marks("au") == ["2016-12-31"]
    this_year = str(timezone.localdate().year)
    assert Page(client.get(DROME, {"au": this_year})).marks("au") == []
