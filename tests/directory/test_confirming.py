"""Entries are confirmed many at once, or one after the other along a list."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from directory import moderation
from directory.models import Pole
from tests.admin_pages import found, page, posted
from tests.makers import make_pole

pytestmark = pytest.mark.django_db

NEVER = "a_traiter=non-confirme-18"


@pytest.fixture
def network(claire):
    return claire.curated_networks.get().network


def confirmed_today():
    today = Pole.objects.filter(confirmed_on=timezone.localdate())
    return set(today.values_list("name", flat=True))


def choose(client, *poles, **more):
    keys = [pole.pk for pole in poles]
    data = {"action": "confirm_selected", "_selected_action": keys, "index": 0, **more}
    return client.post(page("pole"), data, follow=True)


def opened(pole, query=NEVER):
    """Address of the page of a pole, as the list of a query links to it."""
    return f"{page('pole', 'change', pole.pk)}?_changelist_filters={query}"


def make_three(network):
    return [make_pole(name, stewards=[network]) for name in ("Alpha", "Bêta", "Gamma")]


def test_the_chosen_entries_are_named_then_confirmed_as_one_change(
    client, claire, network
):
    one, other, left = make_three(network)
    client.force_login(claire)
    asked = choose(client, one, other).content.decode()
    assert "Confirmer 2 fiches" in asked
    assert "Alpha" in asked
    assert confirmed_today() == set()
    told = choose(client, one, other, confirmed="oui").content.decode()
    assert "2 fiches sont confirmées" in told
    assert confirmed_today() == {"Alpha", "Bêta"}
    records = [pole.history.latest() for pole in (one, other)]
    assert len({record.change for record in records}) == 1
    assert {record.history_user for record in records} == {claire}


def test_drafts_are_left_out_and_said_to_be(client, claire, network):
    shown = make_pole("Publié", stewards=[network])
    draft = make_pole("Brouillon", publication="brouillon", stewards=[network])
    client.force_login(claire)
    assert "Ne seront pas confirmées" in choose(client, shown, draft).content.decode()
    told = choose(client, shown, draft, confirmed="oui").content.decode()
    assert "1 fiche est confirmée" in told
    assert confirmed_today() == {"Publié"}
    alone = choose(client, draft, confirmed="oui").content.decode()
    assert "Rien n&#x27;est confirmé" in alone


def test_one_entry_of_others_among_the_chosen_confirms_none(
    client, claire, karim, network
):
    mine = make_pole("À moi", stewards=[network])
    his = make_pole("À lui", stewards=[karim.curated_networks.get().network])
    client.force_login(claire)
    choose(client, mine, his, confirmed="oui")
    assert confirmed_today() == set()
    with pytest.raises(moderation.Refused):
        moderation.confirm_all([mine, his], by=claire)
    assert confirmed_today() == set()


def test_along_the_list_each_entry_confirmed_opens_the_next(client, claire, network):
    one, other, last = make_three(network)
    client.force_login(claire)
    form = client.get(opened(other))
    assert "encore 2 fiches dans cette liste" in form.content.decode()
    response = client.post(opened(other), posted(form, _confirm_next="1"))
    parts = urlsplit(response["Location"])
    assert parts.path == page("pole", "change", last.pk)
    assert parse_qs(parts.query)["_changelist_filters"] == [NEVER]
    told = client.get(response["Location"])
    assert "Il reste 2 fiches à confirmer" in told.content.decode()
    # after the last of the list comes what was left at its beginning
    response = client.post(opened(last), posted(told, _confirm_next="1"))
    assert urlsplit(response["Location"]).path == page("pole", "change", one.pk)
    form = client.get(response["Location"])
    assert "la dernière de cette liste" in form.content.decode()
    response = client.post(opened(one), posted(form, _confirm_next="1"), follow=True)
    assert response.redirect_chain[-1][0] == reverse("admin:index")
    assert confirmed_today() == {"Alpha", "Bêta", "Gamma"}


@pytest.mark.parametrize("query", ["", "a_traiter=brouillon", "a_traiter=rien", "p=x"])
def test_no_next_entry_is_offered_from_another_list(client, claire, network, query):
    one, _, _ = make_three(network)
    client.force_login(claire)
    assert "_confirm_next" not in client.get(opened(one, query)).content.decode()


@pytest.mark.parametrize("wrong", ["rien=1", "version__gte=x"])
def test_a_list_that_means_nothing_offers_no_next_entry(client, claire, network, wrong):
    one, _, _ = make_three(network)
    client.force_login(claire)
    response = client.get(opened(one, f"{NEVER}%26{wrong}"))
    assert response.status_code == 200
    assert "_confirm_next" not in response.content.decode()


def test_no_entry_is_told_twice_among_those_to_confirm(client, claire, network):
    today = timezone.localdate()
    for name, days in (("Récente", 100), ("Un an", 400), ("Deux ans", 700)):
        dated = {"confirmed_on": today - timedelta(days=days), "confirmed_by": "pole"}
        make_pole(name, stewards=[network], **dated)
    make_pole("Jamais", stewards=[network])
    client.force_login(claire)

    def listed(slug):
        return found(client.get(page("pole"), {"a_traiter": slug}))

    assert listed("non-confirme-12") == {"Un an"}
    assert listed("non-confirme-18") == {"Deux ans", "Jamais"}


def test_archived_entries_are_in_the_list_when_asked_for(client, claire, network):
    for name, publication in (
        ("Publié", "publie"),
        ("Brouillon", "brouillon"),
        ("Archivé", "archive"),
    ):
        make_pole(name, publication=publication, stewards=[network])
    client.force_login(claire)

    def listed(**query):
        return found(client.get(page("pole"), query))

    assert listed() == {"Publié", "Brouillon"}
    assert listed(publication__exact="archive") == {"Archivé"}
    assert listed(publication__exact="publie") == {"Publié"}
    assert listed(publication__exact="tout") == {"Publié", "Brouillon", "Archivé"}
    assert listed(publication__exact="autre") == {"Publié", "Brouillon"}
