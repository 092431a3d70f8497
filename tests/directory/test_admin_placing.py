"""Poles and structures placed from their address, in the admin."""

import html

import pytest

from directory import moderation, values
from directory.models import Pole, Structure
from tests.address_service import NYONS, feature, serving
from tests.makers import make_network, make_pole, make_structure, make_user, territory
from tests.page import Page
from tests.site.test_admin_csp import assert_safe_french

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(settings, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving() as service:
        settings.GEOCODER_DOMAIN = service.domain
        settings.GEOCODER_SCHEME = "http"
        yield service


@pytest.fixture
def dora(db):
    """Curates Auvergne-Rhône-Alpes, where Nyons is."""
    network = make_network("Réseau d'Auvergne-Rhône-Alpes", regions=["region:84"])
    return make_user("dora", networks=[network])


@pytest.fixture
def pole(dora):
    network = dora.curated_networks.get().network
    return make_pole(
        "Pôle des Fours",
        seat="commune:26220",
        stewards=[network],
        address="3 rue du Four",
    )


@pytest.fixture
def desk(client, dora):
    client.force_login(dora)
    return client


def path(row):
    return f"/admin/{row._meta.model_name}s/{row.pk}/situer/"


def accepted(response, number=1):
    """What the « Accepter » button of an answer sends, its box left as it is."""
    sent = {"accepter": str(number)}
    for tag in Page(response).tags:
        if tag.get("name") == "accepter":
            if tag["value"] == str(number):
                return sent
            sent = {"accepter": str(number)}
        elif tag.get("type") == "hidden":
            sent[tag["name"]] = tag["value"]
        elif tag.get("type") == "checkbox" and "checked" in tag:
            sent[tag["name"]] = "on"
    raise AssertionError(f"no answer {number}")


def said(response):
    """Text of a page, with plain spaces and apostrophes."""
    return html.unescape(response.content.decode()).replace("\u00a0", " ")


def search(desk, row, words="3 rue du Four, Nyons"):
    return desk.post(path(row), {"adresse": words})


def test_opening_the_page_asks_nothing_of_anyone(desk, service, pole):
    response = desk.get(path(pole))
    assert_safe_french(response)
    assert 'value="3 rue du Four, Nyons"' in said(response)
    assert service.asked == []


def test_answers_tell_precision_score_distance_and_commune(desk, service, pole):
    response = search(desk, pole)
    assert_safe_french(response)
    content = said(response)
    assert "5 réponses de la Base Adresse Nationale" in content
    assert "Au numéro, sûr à 97 %, dans la commune (à 72 m de la mairie)" in content
    assert "À la rue, sûr à 71 %, dans la commune" in content
    assert "Au lieu-dit, retenu comme une rue, sûr à 52 %" in content
    assert "sûr à 38 %, hors de la commune, à Avignon (à" in content
    assert content.count('name="accepter"') == 5
    assert content.count('class="doubtful"') == 1
    assert len(service.asked) == 1
    before = values.read(pole, "position")
    pole.refresh_from_db()
    assert values.read(pole, "position") == before


def test_an_accepted_answer_places_the_pole_and_nothing_else(desk, service, pole, dora):
    sent = accepted(search(desk, pole), 2)
    response = desk.post(path(pole), sent)
    assert response.status_code == 302
    assert response["Location"].endswith(f"/pole/{pole.pk}/change/")
    pole = Pole.objects.get()
    assert (pole.latitude, pole.longitude) == (44.3609, 5.1402)
    assert pole.position_precision == "rue"
    assert pole.address == "3 rue du Four"
    record = pole.history.latest()
    assert record.history_user == dora
    assert record.history_change_reason == "situé à partir de l'adresse"
    assert len(service.asked) == 1


def test_the_address_found_is_written_when_asked(desk, service, pole):
    sent = accepted(search(desk, pole))
    assert "write_address" not in sent
    desk.post(path(pole), sent | {"write_address": "on"})
    assert Pole.objects.get().address == "3 Rue du Four"


def test_a_pole_without_address_takes_the_one_found(desk, service, pole):
    pole.address = None
    pole.save()
    desk.post(path(pole), accepted(search(desk, pole)))
    assert Pole.objects.get().address == "3 Rue du Four"


def test_an_answer_accepted_twice_is_one_change(desk, service, pole):
    sent = accepted(search(desk, pole))
    desk.post(path(pole), sent)
    records, version = pole.history.count(), Pole.objects.get().version
    desk.post(path(pole), accepted(search(desk, pole)))
    assert (pole.history.count(), Pole.objects.get().version) == (records, version)


def test_a_position_changed_meanwhile_is_not_overwritten(desk, service, pole):
    sent = accepted(search(desk, pole))
    other = Pole.objects.get()
    other.latitude = 44.35
    other.save()
    response = desk.post(path(pole), sent, follow=True)
    assert "a changé depuis que vous avez ouvert" in said(response)
    assert Pole.objects.get().latitude == 44.35


def test_other_fields_changed_meanwhile_are_kept(desk, service, pole):
    sent = accepted(search(desk, pole))
    other = Pole.objects.get()
    other.name = "Pôle des Fours et des Moulins"
    other.save()
    desk.post(path(pole), sent)
    placed = Pole.objects.get()
    assert placed.name == "Pôle des Fours et des Moulins"
    assert placed.latitude == 44.36087


@pytest.mark.parametrize(
    "spoilt",
    [
        {"latitude": "144"},
        {"latitude": "nan"},
        {"longitude": ""},
        {"precision": "planète"},
        {"street": "A" * 251},
    ],
)
def test_a_forged_answer_is_refused(desk, service, pole, spoilt):
    sent, before = accepted(search(desk, pole)) | spoilt, pole.history.count()
    response = desk.post(path(pole), sent, follow=True)
    assert "n'est pas valide" in said(response)
    assert pole.history.count() == before


def test_a_pole_whose_commune_is_unknown_is_not_placed(desk, service, pole):
    sent = accepted(search(desk, pole))
    pole.seat = territory("departement:26")
    pole.latitude = pole.longitude = pole.position_precision = None
    pole.save()
    response = search(desk, pole)
    assert 'name="accepter"' not in said(response)
    assert "choisissez-la d'abord" in said(response)
    sent["seen"] = moderation.position_seen(pole)
    response = desk.post(path(pole), sent, follow=True)
    assert "n'a pas de position" in said(response)
    assert Pole.objects.get().latitude is None


def test_a_structure_is_placed_too(desk, service, dora):
    structure = make_structure("Les Fours", commune=territory("commune:26220"))
    response = search(desk, structure)
    assert_safe_french(response)
    desk.post(path(structure), accepted(response))
    structure = Structure.objects.get()
    assert (structure.latitude, structure.address) == (44.36087, "3 Rue du Four")
    assert structure.history.latest().history_user == dora


def test_a_structure_without_commune_is_placed_where_it_is_found(
    client, service, admin
):
    client.force_login(admin)
    structure = make_structure("Les Fours")
    service.features = [NYONS[0], feature("Rue de Rivoli 75000 Genève", 46.2, 6.14)]
    response = search(client, structure)
    content = said(response)
    assert "à Nyons" in content
    client.post(path(structure), accepted(response, 2))
    assert Structure.objects.get().latitude == 46.2


def test_an_answer_out_of_france_is_doubted(desk, service, pole):
    service.features = [feature("Rue du Four 1000 Bruxelles", 50.85, 4.35)]
    assert "hors de France" in said(search(desk, pole))


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (500, None, "Le service d'adresses ne répond pas."),
        (429, None, "trop de demandes"),
        (200, b"<html>", "illisible"),
        (200, b'{"features": []}', "Aucune adresse ne ressemble à celle-ci."),
    ],
)
def test_a_failing_service_leaves_the_pin_to_be_placed_by_hand(
    desk, service, pole, status, body, words
):
    service.status, service.body = status, body
    response = search(desk, pole)
    assert_safe_french(response)
    content = said(response)
    assert words in content
    assert f"/pole/{pole.pk}/change/#id_latitude" in content
    assert "placez le repère à la main" in content


def test_words_that_are_no_address_are_not_sent(desk, service, pole):
    for words in ("", "rue" * 70, "ab"):
        response = search(desk, pole, words)
        assert response.status_code == 422
    assert service.asked == []


def test_what_lies_out_of_her_scope_is_not_found(client, service, pole, claire):
    client.force_login(claire)
    structure = make_structure("Les Fours", commune=territory("commune:26220"))
    for row in (pole, structure):
        assert client.get(path(row)).status_code == 404
        assert client.post(path(row), {"adresse": "rue du Four"}).status_code == 404
        forged = {"accepter": "1", "latitude": "1", "longitude": "1"}
        assert client.post(path(row), forged).status_code == 404
    assert service.asked == []


def test_only_curators_may_ask(client, service, pole):
    assert client.get(path(pole)).status_code == 302
    client.force_login(make_user("paul"))
    assert client.get(path(pole)).status_code == 403
    assert client.post("/admin/situer/", {"adresse": "Nyons"}).status_code == 403
    assert service.asked == []


def test_the_form_of_an_entry_leads_to_the_page_and_tells_the_map(desk, pole):
    page = Page(desk.get(f"/admin/directory/pole/{pole.pk}/change/"))
    assert path(pole) in [tag.get("href") for tag in page.tags]
    assert page.marks("search") == ["/admin/situer/"]
    adding = Page(desk.get("/admin/directory/structure/add/"))
    assert adding.marks("search") == ["/admin/situer/"]


def test_the_map_of_a_form_gets_the_same_answers(desk, service):
    commune = territory("commune:26220")
    sent = {"adresse": "3 rue du Four, Nyons", "commune": commune.pk}
    found = desk.post("/admin/situer/", sent).json()
    assert found["probleme"] is None
    assert found["adresses"][0]["libelle"] == "3 Rue du Four 26110 Nyons"
    assert found["adresses"][0]["precision"] == "adresse"
    assert "dans la commune" in found["adresses"][0]["detail"]
    assert "hors de la commune" in found["adresses"][4]["detail"]
    for commune in ("", "abc", territory("departement:26").pk):
        found = desk.post("/admin/situer/", sent | {"commune": commune}).json()
        assert "à Nyons" in found["adresses"][0]["detail"]


def test_the_map_of_a_form_is_told_why_there_is_no_answer(desk, service):
    assert desk.get("/admin/situer/").status_code == 405
    found = desk.post("/admin/situer/", {"adresse": "a"}).json()
    assert "3" in found["probleme"]
    service.status = 500
    found = desk.post("/admin/situer/", {"adresse": "3 rue du Four"}).json()
    assert found == {"probleme": "Le service d'adresses ne répond pas.", "adresses": []}


def test_a_page_of_answers_has_a_bounded_number_of_queries(
    desk, service, pole, queries
):
    with queries(18):
        search(desk, pole)
