"""Who signed which version: the page and its file tell the same, and nothing more."""

import csv
import io

import pytest

from charter.models import Signature
from charter.verbs import verify_signature, withdraw_signature
from directory.models import Pole
from tests.charter.makers import (
    make_awaited,
    make_charter,
    make_signature,
    make_version,
)
from tests.makers import make_pole, make_structure
from tests.page import Page

pytestmark = pytest.mark.django_db

PATH, FILE = "/charte/signataires/", "/charte/signataires.csv"
V2014, V2021 = "essai/2014", "essai/2021"


@pytest.fixture
def charter():
    return make_charter()


@pytest.fixture
def two_versions(charter):
    """Romans signed 2014 and 2021, Rennes 2021 alone, Toulouse 2014 alone."""
    old, new = make_awaited(charter), make_version(charter)
    romans = make_pole("Pôle de Romans")
    rennes = make_pole("Pôle de Rennes", seat="commune:35238")
    toulouse = make_pole("Pôle de Toulouse", seat="commune:31555")
    make_signature(old, romans, on="2014-09-19")
    make_signature(old, toulouse, on="2015-01-01", precision="annee")
    make_signature(new, romans, on="2022-03-01")
    make_signature(new, rennes, on="2024-03-01", precision="mois")
    return old, new


def shown(client, query=""):
    """[(pole, version)] of the rows of the page, which answers 200."""
    response = client.get(PATH + query)
    assert response.status_code == 200
    page = Page(response)
    return list(zip(page.marks("pole", "article"), page.marks("charte"), strict=True))


def lines(client, query=""):
    """Lines of the file, as dicts."""
    response = client.get(FILE + query)
    assert response.status_code == 200
    assert response.content.startswith(b"\xef\xbb\xbf")
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def text_of(client, query=""):
    return client.get(PATH + query).content.decode()


def test_the_newest_signed_version_is_shown_and_an_older_signature_is_not_of_it(
    client, two_versions
):
    assert shown(client) == [("pole-de-rennes", V2021), ("pole-de-romans", V2021)]
    assert shown(client, f"?version={V2014}") == [
        ("pole-de-romans", V2014),
        ("pole-de-toulouse", V2014),
    ]
    assert len(shown(client, "?version=toutes")) == 4


def test_a_version_that_nobody_signed_yet_does_not_hide_the_one_that_is(
    client, charter
):
    make_signature(make_awaited(charter), make_pole(), on="2014-09-19")
    make_version(charter)
    assert shown(client) == [("pole-test", V2014)]
    page = text_of(client, f"?version={V2021}")
    assert "ne connaît aucun pôle" in page
    assert "comment signer" in page


def test_without_any_version_the_page_says_so(client):
    assert shown(client) == []
    assert "Aucune version de la charte" in text_of(client)
    assert lines(client) == []


def test_rows_are_told_by_name_or_by_date_the_last_first(client, two_versions):
    rows = shown(client, "?version=toutes&tri=date")
    assert rows == [
        ("pole-de-rennes", V2021),
        ("pole-de-romans", V2021),
        ("pole-de-toulouse", V2014),
        ("pole-de-romans", V2014),
    ]


def test_a_region_keeps_the_poles_that_sit_there(client, two_versions):
    assert shown(client, "?region=53") == [("pole-de-rennes", V2021)]
    assert shown(client, "?region=76") == []
    assert "en Occitanie" in text_of(client, "?region=76")
    make_signature(two_versions[1], make_pole("Pôle breton", seat="region:53"))
    assert ("pole-breton", V2021) in shown(client, "?region=53")


def test_a_seat_that_is_unknown_is_told_and_counted_apart(client, charter):
    make_signature(make_version(charter), make_pole(seat=None))
    page = text_of(client)
    assert "Siège non renseigné" in page
    assert "sans région connue" in page


def test_dates_are_no_finer_than_known_and_states_are_told(client, two_versions, admin):
    verify_signature(Signature.objects.get(pole__slug="pole-de-rennes"), by=admin)
    page = text_of(client)
    assert "Signée en mars 2024" in page
    assert "Signée le 1er mars 2022" in page
    assert "signature vérifiée" in page
    assert "signature déclarée" in page
    assert "ni un label" in page
    assert "Signée en 2015" in text_of(client, f"?version={V2014}")


def test_a_source_is_linked(client, two_versions):
    assert 'href="https://exemple.test/charte"' in text_of(client)


def test_what_is_withdrawn_or_not_published_is_gone_at_once(
    client, two_versions, admin
):
    withdraw_signature(
        Signature.objects.get(pole__slug="pole-de-rennes"), by=admin, reason="Départ"
    )
    assert shown(client) == [("pole-de-romans", V2021)]
    for publication in (Pole.Publication.DRAFT, Pole.Publication.ARCHIVED):
        pole = Pole.objects.get(slug="pole-de-romans")
        pole.publication = publication
        pole.save()
        assert shown(client, "?version=toutes") == [("pole-de-toulouse", V2014)]
        assert len(lines(client, "?version=toutes")) == 1


def test_drafts_and_local_charters_have_no_signatories_here(client, two_versions):
    pole, member = make_pole("Pôle local"), make_structure("Membre")
    local = make_version(make_charter(kind="locale", pole=pole))
    Signature.objects.create(
        version=local, structure=member, signed_on="2022-01-01", precision="jour"
    )
    make_version(make_charter(slug="cachee"), published=False)
    page = text_of(client, "?version=toutes")
    assert "Membre" not in page
    assert "cachee" not in page
    assert len(shown(client, "?version=essai-locale/2021")) == 2
    assert "oubliée" in text_of(client, "?version=cachee/2021")


@pytest.mark.parametrize(
    "query",
    ["version=2021", "version=%00", "region=99", "region=53%27", "tri=hasard"],
)
def test_what_does_not_exist_is_said_on_the_page_and_refused_by_the_file(
    client, two_versions, query
):
    page = client.get(f"{PATH}?{query}")
    assert page.status_code == 200
    assert "oublié" in page.content.decode()
    assert len(Page(page).marks("charte")) == 2
    refused = client.get(f"{FILE}?{query}")
    assert refused.status_code == 400
    assert "oublié" in refused.content.decode()


@pytest.mark.parametrize("number", ["9", "0", "-1", "x"])
def test_a_page_that_does_not_exist_is_said(client, two_versions, number):
    page = client.get(f"{PATH}?page={number}")
    assert page.status_code == 200
    assert "voici la première" in page.content.decode().replace("\xa0", " ")


def test_a_long_list_has_pages_and_one_map(client, charter, queries):
    version = make_version(charter)
    for number in range(61):
        make_signature(version, make_pole(f"Pôle {number:02}"))
    response = client.get(PATH)
    with queries(12):
        response = client.get(PATH)
    page = Page(response)
    assert len(page.marks("charte")) == 60
    assert page.total == 61
    assert len(page.on_map()) == 61
    assert shown(client, f"?version={V2021}&page=2") == [("pole-60", V2021)]


def test_the_file_has_the_same_rows_as_the_page(client, two_versions):
    for query in ("", f"?version={V2014}", "?version=toutes&tri=date", "?region=53"):
        told = [
            (r["pole"], f"{r['charte']}/{r['version']}") for r in lines(client, query)
        ]
        assert told == shown(client, query)


def test_the_file_tells_each_fact_no_finer_than_known(client, two_versions):
    romans, toulouse = lines(client, f"?version={V2014}")
    assert romans == {
        "charte": "essai",
        "version": "2014",
        "date": "2014-09-19",
        "precision": "jour",
        "etat": "declaree",
        "pole": "pole-de-romans",
        "pole_nom": "Pôle de Romans",
        "pole_adresse": "http://testserver/poles/pole-de-romans/",
        "siege": "Romans-sur-Isère",
        "siege_code": "26281",
        "region": "Auvergne-Rhône-Alpes",
        "region_code": "84",
        "source": "Compte rendu de la journée nationale",
        "source_adresse": "https://exemple.test/charte",
    }
    assert (toulouse["date"], toulouse["precision"]) == ("2015", "annee")


def test_no_cell_of_the_file_is_run_as_a_formula(client, charter):
    pole = make_pole("=HYPERLINK(1)", slug="formule", seat=None)
    make_signature(make_version(charter), pole)
    (line,) = lines(client)
    assert line["pole_nom"] == "'=HYPERLINK(1)"
    assert line["siege"] == line["region_code"] == ""


def test_who_signed_is_nowhere(client, two_versions):
    signature = Signature.objects.get(pole__slug="pole-de-rennes")
    signature.signatory_name = "Xavière Secrète"
    signature.signatory_role = "Trésorière cachée"
    signature.signatory_email = "xaviere@exemple.test"
    signature.evidence_note = "Reçue de Xavière"
    signature.save()
    told = text_of(client) + client.get(FILE).content.decode()
    for word in ("Xavière", "cachée", "xaviere@"):
        assert word not in told


def test_figures_tell_the_numbers_of_the_rows(client, two_versions):
    page = text_of(client, "?version=toutes")
    assert "Chaque signature compte" in page
    response = client.get(f"{PATH}?version={V2021}")
    rows = response.context["region_rows"]
    assert [row[:2] for row in rows] == [("Auvergne-Rhône-Alpes", 1), ("Bretagne", 1)]
    assert response.context["year_rows"] == [(2022, 1), (2023, 0), (2024, 1)]
    for row in rows:
        query = row[3].removeprefix(PATH)
        assert len(shown(client, query)) == row[1]
