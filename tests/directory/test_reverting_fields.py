"""One field or one child comes back; the doors of the history open to its curators."""

from datetime import date

import pytest

from directory.models import Membership, Pole, Sector, Source, one_change
from directory.moderation import (
    Refused,
    preview_of_revert_field,
    preview_of_revert_to,
    revert_field,
    revert_to,
)
from directory.timeline import Timeline
from tests.admin_pages import make_full_pole, page
from tests.directory.test_reverting import last_change, save, state
from tests.makers import make_pole, make_structure, territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lost(claire):
    """Pole of Claire that has lost a member and a carrier of another région."""
    network = claire.curated_networks.get().network
    albi = {"commune": territory("commune:81004")}
    carrier = make_structure("Porteuse d'Albi", **albi)
    pole = make_full_pole("Rennes", carrier=carrier, stewards=[network])
    member = pole.memberships.get()
    save(member, structure=make_structure("Membre d'Albi", **albi))
    full = last_change(pole)
    save(pole, carrier=None)
    member.delete()
    return pole, full


OUT_OF_REACH = "n'est pas de vos territoires\N{NO-BREAK SPACE}: demandez"


def test_going_back_brings_no_structure_out_of_ones_reach(lost, claire, admin):
    pole, full = lost
    before = state(pole)
    for verb in (revert_to, preview_of_revert_to):
        with pytest.raises(Refused, match=OUT_OF_REACH):
            verb(pole, full, by=claire)
    records = (record_of(pole), "carrier"), (record_of_member(pole), None)
    for record, field in records:
        for verb in (revert_field, preview_of_revert_field):
            with pytest.raises(Refused, match=OUT_OF_REACH):
                verb(record, field, by=claire)
    assert state(pole) == before
    revert_to(pole, full, by=admin)
    pole.refresh_from_db()
    assert (pole.carrier.name, pole.memberships.count()) == ("Porteuse d'Albi", 1)


def test_a_structure_that_the_entry_still_names_comes_back(lost, claire, admin):
    pole, full = lost
    revert_to(pole, full, by=None)
    member = pole.memberships.get()
    save(member, role="porteur")
    revert_field(record_of(member), "role", by=claire)
    member.refresh_from_db()
    assert member.role == "membre"


def record_of_member(pole):
    return Membership.history.filter(pole=pole, history_type="-").latest("history_id")


# --- One field, one child ------------------------------------------------------------


def record_of(row):
    return row.history.latest("history_id")


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("name", {"name": "Valence"}),
        ("position", {"latitude": 45.0, "longitude": 5.0}),
        ("created", {"created_on": date(2014, 9, 1), "created_precision": "mois"}),
        ("website_is_carriers", {"website_is_carriers": True}),
        ("slug", {"slug": "valence"}),
        ("curation_note", {"curation_note": "À voir"}),
        ("confirmed", {"confirmed_on": date(2024, 1, 1), "confirmed_by": "pole"}),
    ],
)
def test_a_field_takes_the_value_it_had_before_a_change(admin, field, fields):
    pole = make_pole("Nyons")
    before = state(pole)
    save(pole, **fields)
    record = record_of(pole)
    save(pole, address="Rue A")
    revert_field(record, field, by=admin, reason="Faute")
    save(Pole.objects.get(pk=pole.pk), address=None)
    assert state(pole) == before


def test_a_carrier_and_links_come_back(admin):
    one, other = make_structure("Une"), make_structure("Autre")
    pole = make_pole("Nyons", carrier=one, sectors=["culture"])
    culture = set(pole.sectors.all())
    save(pole, carrier=other)
    carried = record_of(pole)
    with one_change():
        pole.sectors.set(Sector.objects.exclude(slug="culture")[:2])
    linked = record_of(pole)
    pole.sources.set([Source.objects.create(title="Étude")])
    sourced = record_of(pole)
    revert_field(carried, "carrier", by=admin)
    revert_field(linked, "sectors", by=admin)
    revert_field(sourced, "sources", by=admin)
    pole.refresh_from_db()
    assert (pole.carrier, set(pole.sectors.all())) == (one, culture)
    assert not pole.sources.exists()
    with pytest.raises(Refused, match="déjà"):
        revert_field(sourced, "sources", by=admin)


def test_a_value_that_today_is_refused_does_not_come_back(admin):
    pole = make_pole("Nyons", seat="departement:26")
    save(pole, seat=territory("commune:26281"))
    seated = record_of(pole)
    save(pole, latitude=45.0, longitude=5.0, position_precision="rue")
    with pytest.raises(Refused, match="n'a pas de position"):
        revert_field(seated, "seat", by=admin)


@pytest.mark.parametrize("field", ["publication", "stewards", "rien", None])
def test_what_has_a_verb_of_its_own_is_not_reverted(admin, field):
    pole = make_pole("Nyons", publication="brouillon")
    save(pole, publication="publie", address="Rue A")
    with pytest.raises(Refused, match="ne se rétablit pas"):
        revert_field(record_of(pole), field, by=admin)


def test_a_child_is_put_back_removed_or_mended(admin):
    pole = make_full_pole("Nyons")
    member = pole.memberships.get()
    added = record_of(member)
    save(member, role="porteur", since=date(2019, 1, 1))
    changed = record_of(member)
    revert_field(changed, "role", by=admin)
    member.refresh_from_db()
    assert (member.role, member.since) == ("membre", date(2019, 1, 1))
    revert_field(changed, by=admin)
    member.refresh_from_db()
    assert member.since is None
    revert_field(added, by=admin)
    assert not pole.memberships.exists()
    with pytest.raises(Refused, match="rétablissez-la d'abord"):
        revert_field(changed, "role", by=admin)
    revert_field(last_change(pole).entries[0].record, by=admin)
    assert pole.memberships.get().structure == member.structure


def test_a_child_that_changed_poles_is_not_put_back(admin):
    pole, other = make_full_pole("Nyons"), make_pole("Autre")
    member = pole.memberships.get()
    save(member, pole=other)
    with pytest.raises(Refused, match="passée d'une fiche à une autre"):
        revert_field(record_of(member), by=admin)


# --- Doors ----------------------------------------------------------------------------


@pytest.fixture
def hers(claire):
    network = claire.curated_networks.get().network
    pole = make_full_pole("Rennes", stewards=[network])
    save(pole, address="Rue A")
    return pole


@pytest.fixture
def desk(client, claire, hers):
    """Browser of Claire."""
    client.force_login(claire)
    return client


def addresses(pole):
    [now, *_rest, first] = Timeline(Pole, pole.pk)[:50]
    record = now.entries[0].record.history_id
    return [
        f"/admin/historique/pole/{pole.pk}/{first.key}/revenir/",
        f"/admin/historique/pole/{record}/retablir/address/",
    ]


def test_a_curator_goes_back_from_the_story_of_her_pole(desk, claire, hers):
    listed = desk.get(page("pole", "history", hers.pk)).content.decode()
    for path in addresses(hers)[:0:-1]:
        assert path in listed
        asked = desk.get(path)
        assert "Rue A" in asked.content.decode()
        hers.refresh_from_db()
        assert hers.address == "Rue A"
        version = asked.context_data["form"].initial["version"]
        sent = {"version": version, "reason": "Faute de frappe"}
        assert desk.post(path, sent)["Location"] == page("pole", "history", hers.pk)
        hers.refresh_from_db()
        assert hers.address is None
        assert last_change(hers).who == claire
        assert "Faute de frappe" in last_change(hers).why


def test_whoever_gives_up_goes_back_to_the_story_and_a_public_entry_says_so(desk, hers):
    story = page("pole", "history", hers.pk)
    for path in addresses(hers):
        content = desk.get(path).content.decode()
        assert f'<a class="closelink" href="{story}">' in content
        assert "Cette fiche est publique" in content
    hers.refresh_from_db()
    save(hers, publication=Pole.Publication.DRAFT)
    for path in addresses(hers):
        assert "est publique" not in desk.get(path).content.decode()


def test_a_version_is_shown_before_it_comes_back(desk, hers):
    [path, _field] = addresses(hers)
    asked = desk.get(path).content.decode()
    assert "Ce qui changerait" in asked
    assert "Membre retiré" in asked.replace("\u00a0", " ")


def test_a_page_shown_before_another_change_goes_back_to_nothing(desk, hers):
    for path in addresses(hers):
        form = desk.get(path).context_data["form"]
        save(hers, phone=f"05 61 00 00 0{len(path) % 10}")
        refused = desk.post(path, {"version": form.initial["version"], "reason": "Non"})
        assert refused.status_code == 409
        assert "a changé depuis" in refused.content.decode()
        assert "Non</textarea>" in refused.content.decode()
        hers.refresh_from_db()
        assert hers.address == "Rue A"


def test_what_can_no_longer_be_done_is_said_without_a_button(desk, hers):
    [_version, path] = addresses(hers)
    save(hers, address=None)
    asked = desk.get(path)
    assert "La fiche est déjà dans cet état" in asked.content.decode()
    assert asked.context_data["form"] is None


def test_the_story_of_others_is_not_found(client, karim, hers):
    client.force_login(karim)
    for path in addresses(hers):
        assert client.get(path).status_code == 404
        assert client.post(path, {"version": hers.version}).status_code == 404
    hers.refresh_from_db()
    assert hers.address == "Rue A"


def test_a_child_born_here_is_not_put_back_where_it_went(desk, karim, hers):
    his = make_pole("Albi", stewards=[karim.curated_networks.get().network])
    with one_change():
        member = hers.memberships.create(structure=make_structure("Passante"))
        born = record_of(member)
        save(member, pole=his)
    for record in (born, record_of(member)):
        path = f"/admin/historique/membership/{record.history_id}/retablir/"
        assert desk.get(path).status_code == 404
        assert desk.post(path, {"version": his.version}).status_code == 404
    assert his.memberships.count() == 1


def test_a_child_that_a_merge_brought_has_no_button(desk, claire, hers):
    network = claire.curated_networks.get().network
    other = make_full_pole("Ancien", stewards=[network])
    with one_change():
        save(other.memberships.get(), pole=hers, note="Vient d'Ancien")
        save(other, publication="archive", merged_into=hers)
    content = desk.get(page("pole", "history", hers.pk)).content.decode()
    moved = record_of(hers.memberships.get(note="Vient d'Ancien")).history_id
    assert "Vient d&#x27;Ancien" in content
    assert f"/membership/{moved}/" not in content


@pytest.mark.parametrize(
    "path",
    [
        "historique/pole/{pk}/pole-0/revenir/",
        "historique/autre/{pk}/pole-1/revenir/",
        "historique/pole/{record}/retablir/rien/",
        "historique/autre/{record}/retablir/",
        "historique/membership/999999999/retablir/",
    ],
)
def test_a_malformed_address_is_not_found(desk, hers, path):
    path = path.format(pk=hers.pk, record=record_of(hers).history_id)
    assert desk.get(f"/admin/{path}").status_code == 404
