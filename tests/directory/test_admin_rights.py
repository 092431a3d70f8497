"""The admin opens to a curator her networks' poles, and nothing beyond them."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry

from directory.admin.poles import PoleAdmin
from directory.models import Curator, Membership, Pole, Source
from tests.accounts import invite, make_manager
from tests.admin_pages import found, make_full_pole, page, posted, rows, suggested
from tests.makers import make_pole, make_structure, make_user, territory

pytestmark = pytest.mark.django_db

CHILDREN = [
    "perimeter",
    "membership",
    "stagerecord",
    "recognition",
    "yearlyfigures",
]


@pytest.fixture
def office(client, admin):
    """Browser of the superuser."""
    client.force_login(admin)
    return client


@pytest.fixture
def hers(claire):
    """A draft that Claire's network stewards."""
    network = claire.curated_networks.get().network
    return make_pole("Pôle de Rennes", publication="brouillon", stewards=[network])


@pytest.fixture
def his(karim):
    """A draft that Karim's network stewards, and Claire must not even feel."""
    network = karim.curated_networks.get().network
    return make_full_pole("Pôle d'Albi", publication="brouillon", stewards=[network])


@pytest.fixture
def desk(client, claire, hers, his):
    """Browser of Claire."""
    client.force_login(claire)
    return client


def test_an_anonymous_visitor_is_sent_to_the_login_page(client):
    for path in ("/admin/", page("pole"), "/admin/autocomplete/"):
        response = client.get(path)
        assert response.status_code == 302
        assert response["Location"].startswith("/admin/login/")


def test_staff_without_a_network_find_every_door_closed(client, hers):
    client.force_login(make_user("paul"))
    assert client.get("/admin/").status_code == 200
    assert client.get(page("pole")).status_code == 403
    assert client.get(page("pole", "change", hers.pk)).status_code in (403, 404)
    assert client.get(page("territory")).status_code == 403


def test_a_curator_lists_and_finds_her_poles_alone(desk):
    assert found(desk.get(page("pole"))) == {"Pôle de Rennes"}
    assert found(desk.get(page("pole"), {"q": "albi"})) == set()
    assert suggested(desk, "membership", "pole", "pole") == ["Pôle de Rennes"]


@pytest.mark.parametrize("view", ["change", "history", "delete"])
def test_what_lies_outside_her_networks_is_not_found(desk, his, view):
    assert desk.get(page("pole", view, his.pk)).status_code == 404
    assert desk.post(page("pole", view, his.pk), {"name": "Pris"}).status_code == 404
    his.refresh_from_db()
    assert his.name == "Pôle d'Albi"


def test_a_past_version_outside_her_networks_is_not_found(desk, hers, his):
    version = his.history.first().pk
    for pole in (hers, his):
        path = page("pole", "simple_history", pole.pk, version)
        assert desk.get(path).status_code == 404
        assert desk.post(path, {"name": "Pris"}).status_code == 404


def test_a_deleted_pole_is_not_found_through_its_history(desk, his):
    pk = his.pk
    his.delete()
    assert desk.get(page("pole", "history", pk)).status_code == 404


@pytest.mark.parametrize("version", ["abc", "999999"])
def test_a_malformed_version_is_not_found(office, version):
    pole = make_pole()
    path = page("pole", "simple_history", pole.pk, version)
    assert office.get(path).status_code == 404
    assert office.get(page("pole", "history", "abc")).status_code == 404


def test_a_curator_changes_her_pole_but_not_who_keeps_it(desk, hers, karim, claire):
    change = page("pole", "change", hers.pk)
    form = desk.get(change)
    assert "stewards" not in form.context_data["adminform"].form.fields
    network = karim.curated_networks.get().network
    taken = {"stewards": [network.pk], "slug": "pris", "import_key": "prise"}
    values = posted(form, name="Pôle de Rennes et du pays", **taken)
    assert desk.post(change, values).status_code == 302
    hers.refresh_from_db()
    assert hers.name == "Pôle de Rennes et du pays"
    assert (hers.slug, hers.import_key) == ("pole-de-rennes", None)
    assert network not in hers.stewards.all()
    assert hers.history.latest().history_user == claire


def test_a_curator_edits_children_of_her_pole_and_no_other(desk, hers, his):
    change = page("pole", "change", hers.pk)
    theirs = his.memberships.get()
    values = posted(desk.get(change)) | {
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "1",
        "memberships-0-id": theirs.pk,
        "memberships-0-pole": hers.pk,
        "memberships-0-structure": theirs.structure_id,
        "memberships-0-role": "porteur",
    }
    desk.post(change, values)
    theirs.refresh_from_db()
    assert (theirs.pole, theirs.role) == (his, "membre")

    values |= {"memberships-INITIAL_FORMS": "0", "memberships-0-id": ""}
    assert desk.post(change, values).status_code == 200
    assert not hers.memberships.exists()

    values["memberships-0-structure"] = make_structure("Membre rennais").pk
    assert desk.post(change, values).status_code == 200
    near = make_structure("Voisine", commune=territory("commune:35238"))
    values["memberships-0-structure"] = near.pk
    assert desk.post(change, values).status_code == 302
    assert hers.memberships.get().role == "porteur"


def test_a_curators_new_pole_is_kept_by_her_network(desk, claire):
    values = posted(desk.get(page("pole", "add")), name="Pôle de Brest", slug="brest")
    assert desk.post(page("pole", "add"), values).status_code == 302
    stewards = Pole.objects.get(slug="brest").stewards.all()
    assert list(stewards) == [claire.curated_networks.get().network]


def test_a_curator_deletes_no_pole(desk, hers):
    assert desk.get(page("pole", "delete", hers.pk)).status_code == 403
    asked = {"action": "delete_selected", "_selected_action": [hers.pk], "post": "yes"}
    desk.post(page("pole"), asked)
    assert Pole.objects.filter(pk=hers.pk).exists()


@pytest.mark.parametrize("noun", CHILDREN)
def test_children_of_others_poles_are_not_found(desk, his, noun):
    [child] = {
        "perimeter": his.perimeters.all()[:1],
        "membership": his.memberships.all(),
        "stagerecord": his.stage_records.all(),
        "recognition": his.recognitions.all(),
        "yearlyfigures": his.figures.all(),
    }[noun]
    assert rows(desk.get(page(noun))) == []
    assert desk.get(page(noun, "change", child.pk)).status_code == 404
    assert desk.get(page(noun, "history", child.pk)).status_code == 404


def test_former_addresses_have_pages_for_superusers_only(desk):
    assert desk.get(page("polealias")).status_code == 403
    assert desk.get(page("polealias", "add")).status_code == 403


def test_accounts_and_rights_are_for_superusers_only(desk, claire):
    for path in (
        "/admin/auth/user/",
        f"/admin/auth/user/{claire.pk}/change/",
        f"/admin/auth/user/{claire.pk}/password/",
        "/admin/auth/group/add/",
        "/admin/axes/accesslog/",
        page("curator", "add"),
        page("outline"),
    ):
        assert desk.get(path).status_code == 403


def corrected(desk, source, title):
    """Whether a source takes another title from its page."""
    change = page("source", "change", source.pk)
    response = desk.get(change)
    assert response.status_code == 200
    sent = desk.post(change, {"title": title})
    assert sent.status_code in (302, 403)
    source.refresh_from_db()
    assert (source.title == title) == (sent.status_code == 302)
    # what would be refused is not offered
    assert ('name="_save"' in response.content.decode()) == (sent.status_code == 302)
    return sent.status_code == 302


def test_a_curator_corrects_the_source_that_she_added_and_nobody_cites(desk, karim):
    values = posted(desk.get(page("source", "add")), title="Enqête", year=2024)
    assert desk.post(page("source", "add"), values).status_code == 302
    source = Source.objects.get(title="Enqête")
    assert corrected(desk, source, "Enquête")
    assert not corrected(desk, Source.objects.create(title="D'une autre"), "À moi")
    desk.force_login(karim)
    assert not corrected(desk, source, "À lui")


def test_a_curator_corrects_the_sources_that_only_her_poles_cite(desk, hers, his):
    source = Source.objects.create(title="Étude")
    hers.sources.add(source)
    assert corrected(desk, source, "Corrigée")
    content = desk.get(page("source", "change", source.pk)).content.decode()
    assert "Citée par 1 pôle" in content
    assert page("pole", "change", hers.pk) in content
    his.sources.add(source)
    assert not corrected(desk, source, "Encore")
    content = desk.get(page("source", "change", source.pk)).content.decode()
    assert str(his) not in content
    assert "écrivez à l'édition nationale" in content
    Pole.objects.get(pk=his.pk).sources.clear()
    his.recognitions.create(text="Appel", source=source)
    assert not corrected(desk, source, "Encore")


def test_a_source_that_only_others_drafts_cite_is_not_found(desk, his):
    source = his.memberships.get().source
    assert desk.get(page("source", "change", source.pk)).status_code == 404
    assert str(source) not in found(desk.get(page("source")))
    his.publication = Pole.Publication.PUBLISHED
    his.save()
    assert str(source) in found(desk.get(page("source")))


def test_a_structure_out_of_scope_is_not_found(desk, his):
    member = his.memberships.get().structure
    version = member.history.first().pk
    for view, *args in (
        ("change", member.pk),
        ("history", member.pk),
        ("delete", member.pk),
        ("simple_history", member.pk, version),
    ):
        assert desk.get(page("structure", view, *args)).status_code == 404
        assert desk.post(page("structure", view, *args), {}).status_code == 404
    assert suggested(desk, "membership", "structure", "Membre") == []


def test_a_curator_edits_the_structures_of_her_poles_and_of_her_regions(desk, hers):
    near = make_structure("Voisine", commune=territory("commune:35238"))
    member = make_structure("Membre lointain", commune=territory("commune:31555"))
    Membership.objects.create(pole=hers, structure=member)
    for structure in (near, member):
        change = page("structure", "change", structure.pk)
        values = posted(desk.get(change), legal_form="association")
        assert desk.post(change, values).status_code == 302
        structure.refresh_from_db()
        assert structure.legal_form == "association"


def test_a_structure_tells_a_curator_nothing_of_others_drafts(desk, hers, his):
    member = his.memberships.get().structure
    Membership.objects.create(pole=hers, structure=member)
    content = desk.get(page("structure", "change", member.pk)).content.decode()
    assert f"/pole/{his.pk}/" not in content
    assert "participations aux pôles" not in content.lower()


@pytest.mark.parametrize("probe", ["seated_poles", "seated_poles__name__startswith"])
def test_a_list_does_not_let_a_curator_feel_for_others_drafts(desk, his, probe):
    response = desk.get(page("territory"), {probe: "1"})
    assert response.status_code in (302, 400)


def test_the_log_of_a_curator_is_her_own(desk, his, admin):
    LogEntry.objects.log_actions(admin.pk, [his], CHANGE, single_object=True)
    assert "Albi" not in desk.get("/admin/").content.decode()


def test_the_right_of_a_dismissed_curator_ends_at_once(desk, hers, claire):
    claire.curated_networks.all().delete()
    assert desk.get(page("pole", "change", hers.pk)).status_code == 404


def test_an_action_on_one_row_out_of_reach_touches_none(desk, hers, his, monkeypatch):
    def rename(self, request, queryset):
        for pole in queryset:
            pole.name = "Pris"
            pole.save()

    rename.short_description = "renommer"
    monkeypatch.setattr(PoleAdmin, "actions", [rename])
    for chosen in ([hers.pk, his.pk], [hers.pk, 999_999], [hers.pk, "abc"]):
        asked = {"action": "rename", "_selected_action": chosen}
        response = desk.post(page("pole"), asked, follow=True)
        assert "a été touchée" in response.content.decode()
        assert not Pole.objects.filter(name="Pris").exists()
    desk.post(page("pole"), {"action": "rename", "_selected_action": [hers.pk]})
    hers.refresh_from_db()
    assert hers.name == "Pris"


def test_a_filter_offers_only_what_rows_within_reach_have(desk, hers, his):
    content = desk.get(page("pole")).content.decode()
    assert "Réseau de Bretagne" in content
    assert "Occitanie" not in content


@pytest.mark.parametrize("where", ["right", "list", "network", "account"])
def test_a_right_deleted_in_the_admin_takes_its_invitations_along(
    office, claire, where
):
    right = make_manager(claire).curated_networks.get()
    invitation = invite(claire)
    if where == "right":
        office.post(page("curator", "delete", right.pk), {"post": "yes"})
    elif where == "list":
        asked = {"action": "delete_selected", "_selected_action": [right.pk]}
        office.post(page("curator"), {**asked, "post": "yes"})
    else:
        path = {
            "network": page("network", "change", right.network_id),
            "account": f"/admin/auth/user/{claire.pk}/change/",
        }[where]
        joined = {"date_joined_0": "01/01/2026", "date_joined_1": "10:00:00"}
        sent = posted(office.get(path)) | joined
        prefix = "curators" if where == "network" else "curated_networks"
        sent[f"{prefix}-0-DELETE"] = "on"
        assert office.post(path, sent).status_code == 302
    assert not Curator.objects.filter(pk=right.pk).exists()
    claire.refresh_from_db()
    assert not claire.is_staff
    invitation.refresh_from_db()
    assert invitation.revoked_at


@pytest.mark.parametrize("where", ["page", "list"])
def test_a_deleted_account_leaves_no_invitation(office, claire, where):
    invitation = invite(make_manager(claire))
    if where == "page":
        office.post(f"/admin/auth/user/{claire.pk}/delete/", {"post": "yes"})
    else:
        asked = {"action": "delete_selected", "_selected_action": [claire.pk]}
        office.post("/admin/auth/user/", {**asked, "post": "yes"})
    invitation.refresh_from_db()
    assert invitation.invited_by is None
    assert invitation.revoked_at
