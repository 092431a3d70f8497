"""An entry changes hands in the sight of both networks."""

import pytest

from directory import moderation
from directory.models import HandOver, Suggestion
from tests.admin_pages import page
from tests.makers import make_network, make_pole, make_user

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


def test_the_list_of_both_sides_leads_to_the_entry_for_who_keeps_it_today(
    client, hers, claire, karim
):
    moderation.hand_over(hers, [network_of(karim)], by=claire)
    link = f'href="{page("pole", "change", hers.pk)}"'
    for user, leads in ((claire, False), (karim, True)):
        client.force_login(user)
        content = client.get(page("handover")).content.decode()
        assert "Pôle de Rennes" in content
        assert (link in content) == leads


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


def test_each_network_says_how_many_keep_entries_there(client, hers, claire, karim):
    make_user("dora", networks=[network_of(claire)])
    empty = make_network("Autre réseau", rank=0)
    closed = make_user("closed", networks=[empty], is_active=False)
    assert closed.curated_networks.exists()
    client.force_login(claire)
    form = client.get(f"/admin/poles/{hers.pk}/confier/").context_data["form"]
    labels = [label for _, label in form.fields["networks"].choices]
    assert "Réseau de Bretagne (2 personnes)" in labels
    assert "Réseau d'Occitanie (1 personne)" in labels
    alone = labels.index("Autre réseau (personne n'y tient de fiches)")
    assert all("personne n'y" in label for label in labels[alone:])
    assert not any("personne n'y" in label for label in labels[:2])


def test_only_an_editor_gives_an_entry_where_nobody_keeps_it(client, hers, claire):
    empty = make_network("Réseau vide")
    path = f"/admin/poles/{hers.pk}/confier/"
    client.force_login(claire)
    response = client.post(path, {"networks": [empty.pk]})
    assert response.status_code == 422
    assert "Personne ne tient de fiches" in response.content.decode()
    assert hers.stewards.get() == network_of(claire)
    edition = make_network("Édition nationale", regions=[], edits_all=True)
    client.force_login(make_user("edition", networks=[edition]))
    client.post(path, {"networks": [empty.pk]})
    assert hers.stewards.get() == empty


def test_an_entry_that_one_still_keeps_is_told_to_be_shared(client, hers, claire):
    both = [network_of(claire).pk, make_network("Réseau vide").pk]
    client.force_login(claire)
    path = f"/admin/poles/{hers.pk}/confier/"
    content = client.post(path, {"networks": both}, follow=True).content.decode()
    assert "est maintenant partagée" in content
    assert "a changé de mains" not in content
