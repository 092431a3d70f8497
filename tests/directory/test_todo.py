"""« À traiter »: what waits in one's scope, each line leading to its filtered list."""

from urllib.parse import parse_qs, urlsplit

import pytest

from directory.models import Suggestion
from tests.admin_pages import found, page
from tests.makers import make_pole, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(claire):
    return claire.curated_networks.get().network


def test_each_line_counts_what_its_list_then_shows(client, claire, karim, network):
    make_pole("Pôle vague", seat="departement:35", stewards=[network])
    make_pole("Brouillon", publication="brouillon", stewards=[network])
    make_pole("Archivé", publication="archive", stewards=[network])
    make_pole("D'ailleurs", stewards=[karim.curated_networks.get().network])
    client.force_login(claire)
    lines = client.get("/admin/").context_data["tasks"]
    assert len(lines) > 5
    for task, number, address in lines:
        assert len(found(client.get(address))) == number, task.slug
        assert parse_qs(urlsplit(address).query) == {"a_traiter": [task.slug]}


def test_suggestions_to_examine_are_counted_and_led_to(client, claire, network):
    pole = make_pole(stewards=[network])
    for _ in range(2):
        Suggestion.objects.create(origin="public", pole=pole).networks.set([network])
    Suggestion.objects.create(origin="public", pole=make_pole("Autre"))
    client.force_login(claire)
    context = client.get("/admin/").context_data
    assert context["suggestion_count"] == 2
    listed = client.get(context["suggestions_url"])
    assert len(listed.context_data["cl"].result_list) == 2


def test_probable_duplicates_are_counted_and_led_to(client, claire, network):
    for name in ("Pôle du pays de Rennes", "Pôle du Pays de Rennes (PTCE)"):
        make_pole(name, seat="commune:35238", stewards=[network])
    client.force_login(claire)
    response = client.get("/admin/")
    assert response.context_data["duplicate_count"] == 1
    assert "/admin/doublons/" in response.content.decode()


def test_a_curator_reads_the_name_of_her_network_and_others_their_role(
    client, claire, admin, network
):
    make_pole(stewards=[network])
    for user, words in ((claire, network.name), (admin, "Administration technique")):
        client.force_login(user)
        assert f"{words} : 1 fiche de pôle" in client.get("/admin/").content.decode()


def test_the_poorest_entries_say_what_to_fill_next(client, claire, network):
    make_pole(stewards=[network], sectors=["culture"])
    client.force_login(claire)
    content = client.get("/admin/").content.decode()
    assert "territoire d&#x27;action" in content


def test_an_account_without_a_network_is_told_what_to_do(client, db):
    client.force_login(make_user("paul"))
    response = client.get("/admin/")
    assert response.status_code == 200
    assert "demandez une invitation" in response.content.decode()


def test_nothing_to_do_is_said(client, claire):
    client.force_login(claire)
    assert "Rien n'attend" in client.get("/admin/").content.decode()


def test_the_page_takes_few_queries_whatever_the_number_of_poles(
    client, claire, network, queries
):
    for number in range(8):
        make_pole(f"Pôle {number}", stewards=[network])
    client.force_login(claire)
    with queries(16):
        client.get("/admin/")


def test_a_group_that_does_not_exist_filters_nothing(client, claire, network):
    make_pole(stewards=[network])
    client.force_login(claire)
    assert len(found(client.get(page("pole"), {"a_traiter": "autre"}))) == 1
