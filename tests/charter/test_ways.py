"""From one page of the charter to the next, and from the directory to the charter."""

from datetime import date
from html import unescape

import pytest

from charter.models import Assessment
from tests.charter.makers import (
    make_charter,
    make_practice,
    make_signature,
    make_version,
)
from tests.makers import make_pole
from tests.page import Page

pytestmark = pytest.mark.django_db

PRACTICES = "/charte/pratiques/"


@pytest.fixture
def version():
    return make_version()


def first(version):
    return version.commitments.in_order().first()


def links(client, path):
    """Addresses that the content of a page leads to; it answers 200."""
    response = client.get(path)
    assert response.status_code == 200
    return [tag["href"] for tag in Page(response).tags if tag["tag"] == "a"]


def text_of(client, path):
    page = unescape(client.get(path).content.decode())
    return " ".join(page.replace("\N{NO-BREAK SPACE}", " ").split())


def test_the_home_page_leads_to_the_charter(client):
    assert links(client, "/").count("/charte/") == 2
    assert "la charte des PTCE</a>, qui l'a signée" in text_of(client, "/")


def test_the_sheet_of_a_signatory_leads_to_what_it_tells(client, version):
    make_signature(version, make_pole("Pôle A"))
    make_pole("Pôle B")
    assert f"{PRACTICES}?pole=pole-a" in links(client, "/poles/pole-a/")
    assert f"{PRACTICES}?pole=pole-b" not in links(client, "/poles/pole-b/")


def test_the_practices_of_one_pole_stand_alone(client, version):
    mine, other = make_pole("Pôle A"), make_pole("Pôle B")
    make_practice(mine, first(version), "La nôtre.")
    make_practice(other, first(version), "La leur.")
    page = text_of(client, f"{PRACTICES}?pole=pole-a")
    assert "La nôtre." in page
    assert "La leur." not in page
    assert 'racontée par « <a href="/poles/pole-a/">Pôle A</a> »' in page
    asked = client.get(f"{PRACTICES}?pole=pole-a")
    assert Page(asked).marks("engagement") == ["1"]


def test_a_pole_without_practice_is_told_so_with_a_way_on(client, version):
    make_pole("Pôle A")
    path = f"{PRACTICES}?pole=pole-a"
    assert "Aucune pratique à montrer ici de « <a" in text_of(client, path)
    assert "/charte/signer/?pour=equipe&pole=pole-a" in links(client, path)


@pytest.mark.parametrize("slug", ["rien", "brouillon", "%00", "%F0%9F%98%80"])
def test_a_pole_that_nobody_may_see_is_forgotten(client, version, slug):
    make_practice(make_pole("Pôle A"), first(version), "La nôtre.")
    make_pole("Brouillon", publication="brouillon")
    page = text_of(client, f"{PRACTICES}?pole={slug}")
    assert "Ce pôle n'est pas dans l'annuaire : oublié." in page
    assert "La nôtre." in page
    assert 'name="pole"' not in page


@pytest.mark.parametrize("is_public", [True, False])
def test_its_assessment_is_led_to_only_when_it_shows(client, version, is_public):
    reference = make_version(make_charter(kind="referentiel", assessed=True))
    Assessment.objects.create(
        pole=make_pole("Pôle A"),
        version=reference,
        answered_on=date(2026, 2, 10),
        is_public=is_public,
    )
    found = links(client, f"{PRACTICES}?pole=pole-a")
    assert ("/charte/auto-evaluations/pole-a/" in found) == is_public


def test_a_text_of_which_nothing_is_told_is_folded_unless_alone(client, version):
    make_version(make_charter(kind="referentiel"), titles=("Durer",))
    make_practice(make_pole(), first(version))
    assert text_of(client, PRACTICES).count("<summary> <h2>") == 1
    alone = text_of(client, f"{PRACTICES}?charte=essai-referentiel")
    assert "<summary> <h2>" not in alone


def test_practices_of_one_pole_cost_one_query_more(client, version, queries):
    make_practice(make_pole("Pôle A"), first(version))
    client.get(PRACTICES)
    with queries(12):
        client.get(f"{PRACTICES}?pole=pole-a")


def test_a_form_that_is_not_taken_opens_where_it_says_why(client, version):
    path = "/charte/signer/"
    forms = [tag for tag in Page(client.get(path)).tags if tag["tag"] == "form"]
    assert [form["action"] for form in forms] == [f"{path}#erreurs"]
    refused = Page(client.post(path, {"pole": "", "pour": ""}))
    assert [tag["tag"] for tag in refused.tags if tag.get("id") == "erreurs"] == ["div"]


def test_what_becomes_of_a_signatory_s_name_is_told(client):
    assert "effacés dès que la" in text_of(client, "/donnees-personnelles/")
    assert "/charte/signer/" in links(client, "/donnees-personnelles/")


def test_an_address_that_is_none_leads_back_to_the_charter(client):
    lost = client.get("/charte/textes/essai/1999/")
    assert lost.status_code == 404
    assert [tag.get("href") for tag in Page(lost).tags].count("/charte/") == 2
