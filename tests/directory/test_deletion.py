"""Nothing is lost: entries are archived, and only superusers delete, saying why."""

from datetime import date

import pytest

from directory.models import Membership, Pole, Structure, Suggestion
from directory.moderation import (
    Refused,
    archive,
    archive_all,
    delete_for_good,
    restore,
    what_goes_with,
)
from directory.timeline import Timeline
from tests.admin_pages import found, make_full_pole, page, posted, suggested
from tests.makers import make_pole, make_structure, territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hers(claire):
    network = claire.curated_networks.get().network
    return make_full_pole("Rennes", stewards=[network])


@pytest.fixture
def his(karim):
    network = karim.curated_networks.get().network
    return make_pole("Albi", stewards=[network])


@pytest.fixture
def desk(client, claire, hers):
    """Browser of Claire."""
    client.force_login(claire)
    return client


def door(row, name):
    noun = {Pole: "pole", Structure: "structure"}[type(row)]
    return f"/admin/fiches/{noun}/{row.pk}/{name}/"


def version_on(response):
    return response.context_data["form"].initial["version"]


def last_change(row):
    return Timeline(type(row), row.pk)[:1][0]


# --- Poles -----------------------------------------------------------------------


@pytest.mark.parametrize("publication", ["publie", "brouillon"])
def test_an_archived_pole_comes_back_as_it_was(claire, hers, publication):
    hers.publication = publication
    hers.save()
    archive(hers, by=claire, reason="Doublon")
    hers.refresh_from_db()
    assert hers.publication == "archive"
    assert (last_change(hers).who, last_change(hers).why) == (claire, "Doublon")
    with pytest.raises(Refused, match="déjà archivée"):
        archive(hers, by=claire)
    restore(hers, by=claire, reason="Erreur")
    hers.refresh_from_db()
    assert hers.publication == publication
    assert last_change(hers).why == "Erreur"
    with pytest.raises(Refused, match="pas archivée"):
        restore(hers, by=claire)


def test_a_pole_that_no_longer_says_what_it_does_comes_back_as_a_draft(claire, hers):
    archive(hers, by=claire)
    hers.refresh_from_db()
    hers.description = None
    hers.save()
    assert restore(hers, by=claire).publication == "brouillon"


def test_a_merged_pole_does_not_come_back(admin, hers):
    hers.publication, hers.merged_into = "archive", make_pole("Gardé")
    hers.save()
    with pytest.raises(Refused, match="fusionnée dans « Gardé »"):
        restore(hers, by=admin)


def test_an_archived_pole_leaves_the_lists_and_its_address_says_it_is_gone(client):
    pole = make_pole("Nyons")
    draft = make_pole("Brouillon", publication="brouillon")
    never = make_pole("Jamais publié", publication="archive")
    archive(pole, by=None)
    gone = client.get(pole.get_absolute_url())
    assert gone.status_code == 410
    assert "a été retirée de l'annuaire" in gone.content.decode()
    assert client.get("/poles/").context["page"].paginator.count == 0
    for other in (draft, never):
        assert client.get(other.get_absolute_url()).status_code == 404
    restore(pole, by=None)
    assert client.get(pole.get_absolute_url()).status_code == 200


def test_the_former_address_of_a_living_pole_is_never_said_gone(client):
    pole = make_pole("Nyons")
    pole.aliases.create(slug="nyons")
    pole.slug = "pole-de-nyons"
    pole.save()
    assert client.get("/poles/nyons/")["Location"] == "/poles/pole-de-nyons/"
    pole.publication = "brouillon"
    pole.save()
    assert client.get("/poles/nyons/").status_code == 404


# --- Structures --------------------------------------------------------------------


def test_a_structure_in_use_is_not_archived_and_hidden_poles_are_not_named(
    claire, hers, his
):
    member = hers.memberships.get().structure
    his.publication = "brouillon"
    his.save()
    Membership.objects.create(pole=his, structure=member)
    with pytest.raises(Refused) as refusal:
        archive(member, by=claire)
    assert "« Rennes », 1 autre" in str(refusal.value)
    assert "Albi" not in str(refusal.value)
    with pytest.raises(Refused, match="« Albi »"):
        archive(member, by=None)


def test_a_carrier_is_not_archived(claire, hers):
    carrier = make_structure("Porteuse")
    hers.carrier = carrier
    hers.save()
    with pytest.raises(Refused, match="« Rennes »"):
        archive(carrier, by=claire)


def test_a_former_member_or_one_of_an_archived_pole_is_archived(claire, hers):
    former = make_structure("Ancienne")
    Membership.objects.create(pole=hers, structure=former, until=date(2020, 1, 1))
    archive(former, by=claire)
    member = hers.memberships.get(until=None).structure
    archive(hers, by=claire)
    archive(member, by=claire)
    member.refresh_from_db()
    assert member.archived
    with pytest.raises(Refused, match="« Membre 0 de Rennes »"):
        restore(hers, by=claire)
    restore(member, by=claire)
    restore(hers, by=claire)


def test_an_archived_structure_is_not_chosen_nor_shown_and_is_listed_when_asked_for(
    client, admin
):
    structure = make_structure("Ressourcerie", commune=territory("commune:26281"))
    pole = make_pole("Nyons", carrier=structure)
    assert client.get(structure.get_absolute_url()).status_code == 200
    structure.archived = True
    structure.save()
    assert client.get(structure.get_absolute_url()).status_code == 404
    assert "Ressourcerie" not in client.get("/structures/").content.decode()
    client.force_login(admin)
    assert suggested(client, "membership", "structure", "ressourcerie") == []
    assert found(client.get(page("structure"))) == set()
    assert found(client.get(page("structure"), {"archivee": "oui"})) == {"Ressourcerie"}

    path = page("pole", "change", pole.pk)
    values = posted(client.get(path)) | {
        "memberships-TOTAL_FORMS": "1",
        "memberships-0-structure": structure.pk,
        "memberships-0-role": "membre",
        "memberships-0-since_precision": "annee",
        "memberships-0-until_precision": "annee",
    }
    content = client.post(path, values).content.decode()
    # of the carrier and of the member, at the top and beside the field
    assert content.count("Cette structure est archivée") == 4
    values |= {"carrier": "", "memberships-0-until": "2020"}
    assert client.post(path, values).status_code == 302


# --- For good ------------------------------------------------------------------------


def test_only_superusers_delete_and_they_say_why(admin, claire, hers):
    with pytest.raises(Refused, match="administration technique"):
        delete_for_good(hers, by=claire, reason="Doublon")
    for reason in (None, "", "  "):
        with pytest.raises(Refused, match="pourquoi"):
            delete_for_good(hers, by=admin, reason=reason)
    assert Pole.objects.filter(pk=hers.pk).exists()


def test_a_deleted_pole_keeps_its_history_with_the_reason(client, admin, hers):
    pk, member = hers.pk, hers.memberships.get()
    before = Timeline(Pole, pk).count()
    taken = dict(what_goes_with(hers))
    assert taken["membres"] == 1
    assert taken["territoires d'action"] == 2
    delete_for_good(hers, by=admin, reason="Demande du pôle")
    assert not Pole.objects.filter(pk=pk).exists()
    timeline = Timeline(Pole, pk)
    assert timeline.count() == before + 1
    [change] = timeline[:1]
    assert (change.who, change.why) == (admin, "Demande du pôle")
    titles = [entry.title for entry in change.entries]
    assert titles[0] == "fiche supprimée"
    assert f"membre retiré : {member}" in titles
    assert client.get("/poles/rennes/").status_code == 410


def test_what_something_points_to_is_not_deleted(admin, hers):
    member = hers.memberships.get().structure
    with pytest.raises(Refused, match="membre de « Rennes »"):
        delete_for_good(member, by=admin, reason="Doublon")
    merged = make_pole("Ancien", publication="archive", merged_into=hers)
    with pytest.raises(Refused, match="D'autres fiches y renvoient"):
        delete_for_good(hers, by=admin, reason="Doublon")
    delete_for_good(merged, by=admin, reason="Doublon")
    Suggestion.objects.create(origin="public", pole=hers)
    with pytest.raises(Refused, match="suggestions"):
        delete_for_good(hers, by=admin, reason="Doublon")
    assert Pole.objects.filter(pk=hers.pk).exists()


# --- Doors ---------------------------------------------------------------------


def test_a_curator_archives_and_restores_from_the_page_of_an_entry(desk, hers):
    change = page("pole", "change", hers.pk)
    assert door(hers, "archiver") in desk.get(change).content.decode()
    asked = desk.get(door(hers, "archiver"))
    hers.refresh_from_db()
    assert hers.publication == "publie"
    sent = {"reason": "Doublon", "version": version_on(asked)}
    assert desk.post(door(hers, "archiver"), sent)["Location"] == change
    hers.refresh_from_db()
    assert hers.publication == "archive"
    content = desk.get(change).content.decode()
    assert door(hers, "retablir") in content
    assert door(hers, "archiver") not in content
    asked = desk.get(door(hers, "retablir"))
    desk.post(door(hers, "retablir"), {"version": version_on(asked)})
    hers.refresh_from_db()
    assert hers.publication == "publie"


@pytest.mark.parametrize("name", ["archiver", "retablir"])
def test_a_door_out_of_scope_is_not_found(desk, his, name):
    assert desk.get(door(his, name)).status_code == 404
    assert desk.post(door(his, name), {"version": his.version}).status_code == 404
    his.refresh_from_db()
    assert his.publication == "publie"


def test_a_page_opened_before_another_change_archives_nothing(desk, hers):
    asked = desk.get(door(hers, "archiver"))
    hers.refresh_from_db()
    hers.address = "Rue A"
    hers.save()
    for version in (version_on(asked), "", "abc"):
        sent = {"reason": "Doublon", "version": version}
        refused = desk.post(door(hers, "archiver"), sent)
        assert refused.status_code == 409
        assert "Doublon</textarea>" in refused.content.decode()
    hers.refresh_from_db()
    assert hers.publication == "publie"
    sent["version"] = version_on(refused)
    assert desk.post(door(hers, "archiver"), sent).status_code == 302


def test_django_deletes_no_entry(client, admin, hers):
    client.force_login(admin)
    for row, noun in ((hers, "pole"), (hers.memberships.get().structure, "structure")):
        assert client.get(page(noun, "delete", row.pk)).status_code == 403
        listed = client.get(page(noun)).content.decode()
        assert "delete_selected" not in listed
        assert "archive_selected" in listed


def test_the_door_that_deletes_is_for_superusers_and_wants_a_reason(
    client, admin, claire, hers
):
    path = door(hers, "supprimer")
    client.force_login(claire)
    assert path not in client.get(page("pole", "change", hers.pk)).content.decode()
    assert client.get(path).status_code == 403
    client.force_login(admin)
    version = version_on(client.get(path))
    refused = client.post(path, {"version": version, "reason": ""})
    assert refused.context_data["form"].errors["reason"]
    assert Pole.objects.filter(pk=hers.pk).exists()
    sent = {"version": version, "reason": "Demande du pôle"}
    gone = client.post(path, sent, follow=True).content.decode()
    assert "Demande du pôle" in gone
    assert not Pole.objects.filter(pk=hers.pk).exists()


# --- Many at once --------------------------------------------------------------


def chosen(*rows, **more):
    pks = [row.pk for row in rows]
    return {"action": "archive_selected", "_selected_action": pks, **more}


def test_chosen_entries_are_archived_together_once_confirmed(desk, claire, hers):
    network = claire.curated_networks.get().network
    other = make_pole("Brest", stewards=[network])
    asked = desk.post(page("pole"), chosen(hers, other))
    assert {"Rennes", "Brest"} <= set(map(str, asked.context_data["rows"]))
    assert Pole.objects.published().count() == 2
    sent = chosen(hers, other, confirmed="oui", reason="Ménage")
    assert desk.post(page("pole"), sent).status_code == 302
    assert Pole.objects.published().count() == 0
    assert last_change(hers).key == last_change(other).key
    assert last_change(hers).why == "Ménage"


def test_one_entry_out_of_scope_and_none_is_archived(desk, hers, his):
    sent = chosen(hers, his, confirmed="oui")
    content = desk.post(page("pole"), sent, follow=True).content.decode()
    assert "a été touchée" in content
    assert Pole.objects.published().count() == 2


def test_one_entry_that_refuses_and_none_is_archived(desk, claire, hers):
    member = hers.memberships.get().structure
    free = make_structure("Libre", commune=territory("commune:35238"))
    with pytest.raises(Refused, match="« Membre 0 de Rennes »"):
        archive_all([free, member], by=claire)
    sent = chosen(free, member, confirmed="oui")
    content = desk.post(page("structure"), sent, follow=True).content.decode()
    assert "Rien n&#x27;est archivé" in content
    assert not Structure.objects.filter(archived=True).exists()
