"""A pole is published when it tells what it must; its preview is for its curators."""

import pytest

from directory import moderation
from directory.models import Pole, Source
from tests.admin_pages import page, posted
from tests.makers import make_pole
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(claire):
    return claire.curated_networks.get().network


@pytest.fixture
def draft(network):
    pole = make_pole("Pôle de Rennes", publication="brouillon", stewards=[network])
    pole.sources.add(Source.objects.create(title="Étude"))
    return pole


def test_a_draft_is_published_then_withdrawn_and_the_history_says_by_whom(
    draft, claire
):
    moderation.publish(draft, by=claire, reason="Relue avec le pôle.")
    record = draft.history.latest()
    assert record.publication == "publie"
    assert (record.history_user, record.history_change_reason) == (
        claire,
        "Relue avec le pôle.",
    )
    moderation.unpublish(draft, by=claire)
    draft.refresh_from_db()
    assert draft.publication == "brouillon"


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        ({"description": None}, "ce que fait le pôle"),
        ({"seat": None, "latitude": None}, "son siège"),
    ],
)
def test_what_is_missing_to_publish_is_said(network, claire, lacking, words):
    fields = {"publication": "brouillon", "stewards": [network], **lacking}
    pole = make_pole("Incomplet", **fields)
    with pytest.raises(moderation.Refused) as refused:
        moderation.publish(pole, by=claire)
    assert words in str(refused.value)
    assert "une source" in str(refused.value)
    pole.refresh_from_db()
    assert pole.publication == "brouillon"


def test_what_is_already_so_is_refused(draft, claire):
    with pytest.raises(moderation.Refused):
        moderation.unpublish(draft, by=claire)
    moderation.publish(draft, by=claire)
    with pytest.raises(moderation.Refused):
        moderation.publish(draft, by=claire)


def test_a_confirmation_is_dated_today_and_signed_by_the_role(draft, claire):
    moderation.confirm(draft, by=claire)
    draft.refresh_from_db()
    assert draft.confirmed_on is not None
    assert draft.confirmed_by == "reseau"


def test_the_button_saves_what_was_typed_then_publishes(client, draft, claire):
    client.force_login(claire)
    change = page("pole", "change", draft.pk)
    values = posted(client.get(change), name="Pôle du pays de Rennes", _publish="1")
    response = client.post(change, values, follow=True)
    assert "La fiche est publiée." in response.content.decode()
    draft.refresh_from_db()
    assert (draft.name, draft.publication) == ("Pôle du pays de Rennes", "publie")


def test_the_button_refuses_in_words_and_loses_nothing(client, draft, claire):
    draft.sources.clear()
    draft.refresh_from_db()
    client.force_login(claire)
    change = page("pole", "change", draft.pk)
    values = posted(client.get(change), name="Pôle du pays de Rennes", _publish="1")
    content = client.post(change, values, follow=True).content.decode()
    assert "il manque\N{NO-BREAK SPACE}: une source" in content
    draft.refresh_from_db()
    assert (draft.name, draft.publication) == ("Pôle du pays de Rennes", "brouillon")


def test_a_published_pole_cannot_lose_its_description(client, draft, claire):
    moderation.publish(draft, by=claire)
    draft.refresh_from_db()
    client.force_login(claire)
    change = page("pole", "change", draft.pk)
    response = client.post(change, posted(client.get(change), description=""))
    assert "Un pôle publié dit ce qu" in response.content.decode()
    assert Pole.objects.get(pk=draft.pk).description


@pytest.mark.parametrize(
    "verb", ["publish", "unpublish", "confirm", "archive", "restore", "hand_over"]
)
def test_no_verb_touches_an_entry_that_has_left_ones_scope(draft, claire, karim, verb):
    his = karim.curated_networks.get().network
    moderation.hand_over(draft, [his], by=claire)
    before = draft.history.count()
    more = [[claire.curated_networks.get().network]] if verb == "hand_over" else []
    with pytest.raises(moderation.Refused, match="plus dans votre périmètre"):
        getattr(moderation, verb)(draft, *more, by=claire)
    assert draft.history.count() == before
    assert draft.stewards.get() == his


def test_a_preview_shows_the_draft_to_its_curators_alone(client, draft, claire, karim):
    path = f"/poles/{draft.pk}/apercu/"
    assert client.get(path)["Location"].startswith("/admin/login/")
    client.force_login(karim)
    assert client.get(path).status_code == 404
    client.force_login(claire)
    response = client.get(path)
    content = response.content.decode()
    assert "Aperçu</strong> de la dernière version enregistrée" in content
    assert "Pôle de Rennes" in content
    assert 'content="noindex"' in content
    assert "no-store" in response["Cache-Control"]
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_outlines_of_chosen_territories_are_drawn_together(client, claire, draft):
    client.force_login(claire)
    found = client.get("/admin/contours/", {"id": [draft.seat_id, "abc", "9" * 30]})
    assert found.json()["outline"]["nom"] == draft.seat.name
    assert client.get("/admin/contours/").json() == {"outline": None}
    around = client.get("/admin/contours/", {"id": draft.seat_id, "autour": "1"})
    assert around.json()["around"]["nom"] == draft.seat.epci.name


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ("brouillon", ["_save", "_publish", "_save", "_continue"]),
        ("publie", ["_save", "_confirm", "_unpublish", "_save", "_continue"]),
        ("archive", ["_save", "_save", "_continue"]),
    ],
)
def test_the_page_offers_what_its_state_allows_and_saving_first(
    client, claire, draft, state, offered
):
    draft.publication = state
    draft.save()
    client.force_login(claire)
    tags = Page(client.get(page("pole", "change", draft.pk))).tags
    buttons = [tag for tag in tags if tag["tag"] == "button" and "name" in tag]
    assert [tag["name"] for tag in buttons if tag["name"] != "_more"] == offered
    restoring = f"/admin/fiches/pole/{draft.pk}/retablir/"
    links = {tag.get("href") for tag in tags}
    assert (restoring in links) == (state == "archive")


def test_a_merged_entry_is_neither_published_nor_restored(client, claire, draft):
    draft.publication = "archive"
    draft.merged_into = make_pole("Autre")
    draft.save()
    client.force_login(claire)
    content = client.get(page("pole", "change", draft.pk)).content.decode()
    assert "Rétablir" not in content
    assert "_publish" not in content
