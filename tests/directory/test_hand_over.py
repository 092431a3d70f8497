"""An entry changes hands in the sight of both networks."""

import pytest

from directory import moderation
from directory.models import HandOver, Suggestion
from tests.admin_pages import page
from tests.makers import make_pole

pytestmark = pytest.mark.django_db


def network_of(user):
    return user.curated_networks.get().network


@pytest.fixture
def hers(claire):
    return make_pole("Pôle de Rennes", stewards=[network_of(claire)])


def test_the_entry_its_suggestions_and_its_history_go_to_the_other_network(
    hers, claire, karim
):
    suggestion = Suggestion.objects.create(origin="public", pole=hers)
    suggestion.networks.set([network_of(claire)])
    moderation.hand_over(hers, [network_of(karim)], by=claire, reason="Il a déménagé.")
    assert list(hers.stewards.all()) == [network_of(karim)]
    assert list(suggestion.networks.all()) == [network_of(karim)]
    assert suggestion.events.get().by == claire
    assert hers.history.latest().history_change_reason == "Il a déménagé."
    done = HandOver.objects.get()
    for user in (claire, karim):
        assert list(HandOver.objects.for_curator(user)) == [done]


def test_an_entry_is_never_left_to_nobody_nor_given_to_who_keeps_it(hers, claire):
    for networks in ([], [network_of(claire)]):
        with pytest.raises(moderation.Refused):
            moderation.hand_over(hers, networks, by=claire)
    assert not HandOver.objects.exists()


def test_a_curator_hands_over_her_entry_and_loses_it(client, hers, claire, karim):
    client.force_login(claire)
    path = f"/admin/poles/{hers.pk}/confier/"
    assert "Réseau de Bretagne" in client.get(path).content.decode()
    assert hers.stewards.get() == network_of(claire)
    response = client.post(path, {"networks": [network_of(karim).pk]}, follow=True)
    assert "a changé de mains" in response.content.decode()
    assert client.get(page("pole", "change", hers.pk)).status_code == 404
    assert client.get(path).status_code == 404


def test_a_form_without_a_network_keeps_what_was_typed(client, hers, claire):
    client.force_login(claire)
    path = f"/admin/poles/{hers.pk}/confier/"
    response = client.post(path, {"reason": "Parce que."})
    assert response.status_code == 422
    content = response.content.decode()
    assert "Choisissez au moins un réseau." in content
    assert "Parce que." in content


def test_another_network_cannot_take_an_entry(client, hers, karim):
    client.force_login(karim)
    path = f"/admin/poles/{hers.pk}/confier/"
    assert client.get(path).status_code == 404
    taken = client.post(path, {"networks": [network_of(karim).pk]})
    assert taken.status_code == 404
    assert network_of(karim) not in hers.stewards.all()
