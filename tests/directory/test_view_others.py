"""Structures, themes, networks and recognitions."""

import pytest

from directory.models import Programme, Recognition, StructureAlias
from tests.makers import make_network, make_pole, make_structure
from tests.page import Page

pytestmark = pytest.mark.django_db


def test_only_members_of_published_poles_are_listed(client):
    shown, hidden = make_structure("Atelier"), make_structure("Cachée")
    make_pole("Pôle", members=[shown])
    make_pole("Brouillon", publication="brouillon", members=[hidden])
    page = Page(client.get("/structures/"))
    assert page.marks("structure") == ["atelier"]
    assert client.get("/structures/cachee/").status_code == 404


def test_a_structure_is_found_by_name_without_accents(client):
    make_pole("Pôle", members=[make_structure("Épicerie"), make_structure("Moulin")])
    page = Page(client.get("/structures/?quoi=epicerie"))
    assert page.marks("structure") == ["epicerie"]


@pytest.mark.parametrize("query", ["type=lune", "page=x", "quoi=%00", "page=99"])
def test_odd_filters_of_structures_keep_the_page(client, query):
    make_pole("Pôle", members=[make_structure()])
    assert client.get(f"/structures/?{query}").status_code == 200


@pytest.mark.parametrize("query", ["type=", "quoi=&type=&page=", "page="])
def test_what_is_left_blank_in_the_form_of_structures_is_no_error(client, query):
    make_pole("Pôle", members=[make_structure()])
    response = client.get(f"/structures/?{query}")
    assert Page(response).total == 1
    assert 'class="problem"' not in response.content.decode()


@pytest.mark.parametrize("query", ["type=lune", "quoi=" + "a" * 300])
def test_a_problem_of_structures_tells_its_field(client, query):
    text = client.get(f"/structures/?{query}").content.decode()
    field = {"type": "Type", "quoi": "Nom"}[query[:4]]
    assert f'class="problem" role="alert">{field} :' in text


def test_a_structure_page_names_its_published_poles(client, queries):
    member = make_structure("Atelier")
    for number in range(4):
        make_pole(f"Pôle {number}", members=[member])
    make_pole("Brouillon", publication="brouillon", members=[member])
    with queries(10):
        page = Page(client.get("/structures/atelier/"))
    assert len(page.poles()) == 4


def test_a_former_address_of_a_structure_redirects(client):
    member = make_structure("Atelier")
    make_pole("Pôle", members=[member])
    StructureAlias.objects.create(slug="ancienne", structure=member)
    assert client.get("/structures/ancienne/").url == "/structures/atelier/"


def test_a_theme_shows_its_poles_in_list_and_map(client, queries):
    make_pole("A", sectors=["culture"])
    make_pole("B", sectors=["mobilite"])
    with queries(12):
        page = Page(client.get("/thematiques/culture/"))
    assert page.poles() == page.on_map() == ["a"]


def test_a_network_shows_the_poles_it_keeps_and_those_affiliated(client):
    network = make_network()
    make_pole("Tenu", stewards=[network])
    make_pole("Affilié").networks.add(network)
    make_pole("Autre")
    page = Page(client.get(f"/reseaux/{network.slug}/"))
    assert sorted(page.poles()) == ["affilie", "tenu"]


def test_a_recognition_page_shows_who_was_chosen(client):
    programme = Programme.objects.create(
        slug="appel", name="Appel", year=2013, kind="appel"
    )
    pole = make_pole("Choisi")
    Recognition.objects.create(pole=pole, programme=programme)
    make_pole("Autre")
    assert Page(client.get("/reconnaissances/appel/")).poles() == ["choisi"]


@pytest.mark.parametrize(
    "path", ["/thematiques/", "/reseaux/", "/reconnaissances/", "/structures/"]
)
def test_each_index_opens_and_its_unknown_child_is_a_404(client, queries, path):
    with queries(12):
        assert client.get(path).status_code == 200
    assert client.get(f"{path}inconnu/").status_code == 404
