"""The charter read through deeds: each commitment, and the poles that tell of it."""

import pytest

from charter.models import Practice
from charter.verbs import copy_version, publish_version
from directory.models import Pole
from tests.charter.makers import make_charter, make_practice, make_source, make_version
from tests.makers import make_pole
from tests.page import Page

pytestmark = pytest.mark.django_db

PATH = "/charte/pratiques/"


@pytest.fixture
def version():
    return make_version()


def first(version):
    return version.commitments.in_order().first()


def counts(client, query=""):
    """Numbers of practices of the commitments, in page order; the page answers 200."""
    response = client.get(PATH + query)
    assert response.status_code == 200
    return [int(number) for number in Page(response).marks("number")]


def text_of(client, query=""):
    return client.get(PATH + query).content.decode()


def test_each_commitment_tells_how_many_poles_live_it_and_how(client, version):
    make_practice(make_pole("Pôle A"), first(version), "Nous mangeons ensemble.")
    make_practice(make_pole("Pôle B"), first(version), year=2024)
    assert counts(client) == [2, 0, 0]
    page = text_of(client)
    assert "Nous mangeons ensemble." in page
    assert "2 pôles racontent comment" in page
    assert "2024" in page


def test_only_what_was_reviewed_of_published_poles_and_texts_shows(client, version):
    for rank, state in enumerate(Practice.State.values):
        make_practice(make_pole(f"Pôle {rank}"), first(version), state, state=state)
    hidden = make_pole("Brouillon", publication=Pole.Publication.DRAFT)
    make_practice(hidden, first(version))
    draft = make_version(make_charter(slug="brouillon"), published=False)
    make_practice(make_pole("Pôle Z"), first(draft))
    assert counts(client) == [1, 0, 0]


def test_practices_are_narrowed_by_theme_region_and_text(client, version):
    other = make_version(make_charter(kind="referentiel"), titles=("Durer",))
    romans = make_pole("Pôle de Romans", sectors=["culture"])
    rennes = make_pole("Pôle de Rennes", seat="commune:35238", sectors=["energie"])
    make_practice(romans, first(version))
    make_practice(rennes, first(version))
    make_practice(rennes, first(other))
    assert counts(client) == [2, 0, 0, 1]
    assert counts(client, "?thematique=culture") == [1, 0, 0, 0]
    assert counts(client, "?region=53") == [1, 0, 0, 1]
    assert counts(client, "?region=53&thematique=culture") == [0, 0, 0, 0]
    assert counts(client, "?charte=essai-referentiel") == [1]
    assert "Aucune pratique publiée" in text_of(client, "?region=76")


@pytest.mark.parametrize("query", ["thematique=rien", "region=99", "charte=x%22"])
def test_what_does_not_exist_is_said(client, version, query):
    assert counts(client, f"?{query}") == [0, 0, 0]
    assert "oublié" in text_of(client, f"?{query}")


def test_an_older_text_keeps_only_the_commitments_that_are_told(client, version, admin):
    make_practice(make_pole(), first(version))
    copy = copy_version(version, slug="2025", by=admin)
    copy.issued_on, copy.introduction = "2025-01-01", "Le texte."
    copy.source = make_source()
    copy.save()
    publish_version(copy)
    assert counts(client) == [0, 0, 0, 1]
    assert "Version plus ancienne" in text_of(client)


def test_a_commitment_told_by_many_leads_to_its_own_page(client, version):
    for rank in range(6):
        make_practice(make_pole(f"Pôle {rank}"), first(version))
    page = text_of(client, "?region=84")
    assert counts(client) == [6, 0, 0]
    assert Page(client.get(PATH)).marks("pole", "article") == [
        f"pole-{rank}" for rank in (5, 4, 3, 2)
    ]
    assert "Les 6 pratiques" in page
    assert f"{first(version).get_absolute_url()}?region=84" in page


def test_an_empty_page_says_what_to_do(client):
    assert "Aucun texte n'est encore en ligne" in text_of(client)
    make_version()
    page = text_of(client)
    assert "Aucun pôle n'a encore" in page
    assert "réseau de votre région" in page


def test_what_a_pole_tells_is_escaped(client, version):
    make_practice(make_pole(), first(version), "<script>alert(1)</script>")
    page = text_of(client)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_page_asks_no_more_for_many_poles(client, version, queries):
    for rank in range(40):
        make_practice(make_pole(f"Pôle {rank}"), first(version))
    client.get(PATH)
    with queries(12):
        assert counts(client) == [40, 0, 0]
