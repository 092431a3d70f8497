"""One field, one child or a whole version comes back, or nothing is written."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.models import (
    Membership,
    Network,
    Perimeter,
    Pole,
    Recognition,
    Sector,
    Source,
    StageRecord,
    Structure,
    YearlyFigures,
    one_change,
)
from directory.moderation import Refused, revert_to, version_of
from directory.timeline import STANDING, Timeline, held_now
from tests.admin_pages import make_full_pole
from tests.makers import make_pole, make_structure, territory

pytestmark = pytest.mark.django_db


def state(row):
    """What a row and its children hold, whatever a revert leaves alone."""
    return {
        key: {n: v for n, v in snapshot.values.items() if n not in STANDING}
        for key, snapshot in held_now(row).items()
    }


def last_change(row):
    return Timeline(type(row), row.pk)[:1][0]


def save(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


# --- Any sequence of edits ---------------------------------------------------------

YEARS = range(2018, 2021)
TERRITORIES = ("commune:26281", "region:84", "departement:26")
DESCRIPTIONS = ("Un pôle pour les tests.", "Il agit.", "Il agit\nencore plus loin.")


def edit_columns(pole, pick):
    pole.refresh_from_db()
    year = pick(YEARS)
    save(
        pole,
        name=pick(["Nyons", "Valence", "Die"]),
        slug=pick(["nyons", "valence", "die"]),
        description=pick(DESCRIPTIONS),
        created_on=pick([None, date(year, 2, 1)]),
        created_precision=pick(["mois", "annee"]),
        carrier=pick([None, *Structure.objects.all()]),
        curation_note=pick([None, "À voir."]),
    )


def edit_links(pole, pick):
    name, model = pick(
        [("sectors", Sector), ("networks", Network), ("sources", Source)]
    )
    rows = list(model.objects.order_by("pk")[:3])
    getattr(pole, name).set([row for row in rows if pick([True, False])])


def edit_standing(pole, pick):
    pole.refresh_from_db()
    save(pole, publication=pick(["brouillon", "publie", "archive"]))
    pole.stewards.set(pick([[], Network.objects.all()[:1]]))


def add_child(pole, pick):
    year, member = pick(YEARS), pick(list(Structure.objects.order_by("pk")))
    place, stage = territory(pick(TERRITORIES)), pick(["emergence", "clos"])
    model, key = pick(
        [
            (Perimeter, {"territory": place}),
            (Membership, {"structure": member, "role": pick(["membre", "porteur"])}),
            (StageRecord, {"stage": stage, "on": date(year, 1, 1)}),
            (Recognition, {"text": pick(["Appel A", "Appel B"])}),
            (YearlyFigures, {"year": year}),
        ]
    )
    if not model.objects.filter(pole=pole, **key).exists():
        source = pick([None, *Source.objects.order_by("pk")[:2]])
        model.objects.create(pole=pole, source=source, **key)


def children(pole):
    kinds = ("perimeters", "memberships", "stage_records", "recognitions", "figures")
    return [row for kind in kinds for row in getattr(pole, kind).order_by("pk")]


def edit_child(pole, pick):
    found = children(pole)
    if not found:
        return
    row = pick(found)
    row.source = pick([None, *Source.objects.order_by("pk")[:2]])
    if isinstance(row, Perimeter | Membership):
        row.until = pick([None, date(2019, 6, 1)])
    elif isinstance(row, YearlyFigures):
        row.volunteers = pick([None, 0, 12])
    row.save()


def swap_children(pole, pick):
    """Two children exchange what must be unique, through a third value."""
    found = list(pole.figures.order_by("pk")[:2])
    if len(found) == 2:
        one, other = found
        years = one.year, other.year
        save(one, year=1999)
        save(other, year=years[0])
        save(one, year=years[1])


def delete_child(pole, pick):
    if found := children(pole):
        pick(found).delete()


EDITS = [
    edit_columns,
    edit_links,
    edit_standing,
    add_child,
    add_child,
    edit_child,
    swap_children,
    delete_child,
]


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_any_past_version_comes_back_as_it_was_read(admin, data):
    def pick(choices):
        return data.draw(st.sampled_from(list(choices)))

    Pole.objects.all().delete()
    pole = make_pole("Nyons", acts_on=TERRITORIES[:1])
    for number in range(2):
        Structure.objects.get_or_create(
            slug=f"membre-{number}",
            defaults={"name": f"Membre {number}", "kind_id": 1},
        )
        Source.objects.get_or_create(title=f"Source {number}")
    seen = {}
    for _ in range(data.draw(st.integers(1, 6))):
        with one_change() as change:
            for _ in range(data.draw(st.integers(1, 3))):
                pick(EDITS)(pole, pick)
        if Timeline(Pole, pole.pk).get(str(change)):
            seen[str(change)] = state(pole)

    for key in data.draw(st.permutations(list(seen))):
        change = Timeline(Pole, pole.pk).get(key)
        pole.refresh_from_db()
        kept = pole.publication, set(pole.stewards.all())
        if state(pole) == seen[key]:
            with pytest.raises(Refused, match="déjà"):
                revert_to(pole, change, by=admin)
            continue
        revert_to(pole, change, by=admin)
        assert state(pole) == seen[key]
        pole.refresh_from_db()
        assert (pole.publication, set(pole.stewards.all())) == kept


# --- One version -----------------------------------------------------------------


def test_a_revert_is_a_change_on_which_one_comes_back(admin, claire):
    save(claire.curated_networks.get().network, edits_all=True)
    pole = make_full_pole("Nyons", members=2)
    first = last_change(pole)
    with one_change():
        pole.memberships.first().delete()
        save(pole, address="Rue A")
    second = last_change(pole)
    after = state(pole)
    revert_to(pole, first, by=claire, reason="Erreur de fiche")
    before = state(pole)
    assert pole.memberships.count() == 2
    back = last_change(pole)
    assert back.who == claire
    assert back.why.startswith("Retour à la version du ")
    assert back.why.endswith("Erreur de fiche")
    revert_to(pole, second, by=admin)
    assert state(pole) == after
    revert_to(pole, back, by=admin)
    assert state(pole) == before


def test_a_child_that_comes_back_keeps_its_number_and_its_story(admin):
    pole = make_full_pole("Nyons")
    member, change = pole.memberships.get(), last_change(pole)
    pk = member.pk
    member.delete()
    revert_to(pole, change, by=admin)
    assert pole.memberships.get().pk == pk
    assert Membership.history.filter(id=pk).count() == 3


def test_a_child_gone_to_another_pole_comes_back_as_a_copy(admin):
    pole, other = make_full_pole("Nyons"), make_pole("Autre")
    member, change = pole.memberships.get(), last_change(pole)
    save(member, pole=other)
    revert_to(pole, change, by=admin)
    assert pole.memberships.get().structure == member.structure
    assert other.memberships.get().pk == member.pk


def test_children_that_exchanged_what_must_be_unique_come_back(admin):
    pole = make_pole("Nyons", acts_on=["commune:26281"])
    one, other = (
        YearlyFigures.objects.create(pole=pole, year=year, volunteers=year)
        for year in (2018, 2019)
    )
    early = pole.perimeters.get()
    save(early, until=date(2015, 1, 1))
    late = Perimeter.objects.create(
        pole=pole, territory=early.territory, since=date(2016, 1, 1)
    )
    change, before = last_change(pole), state(pole)
    save(one, year=1999)
    save(other, year=2018)
    save(one, year=2019)
    save(late, since=date(2019, 1, 1))
    save(early, until=date(2018, 1, 1))
    after = last_change(pole)
    revert_to(pole, change, by=admin)
    assert state(pole) == before
    revert_to(pole, after, by=admin)
    assert pole.figures.get(year=2018).volunteers == 2019


def test_what_points_to_a_deleted_row_does_not_come_back(admin):
    member = make_structure("Les Ateliers")
    pole = make_pole("Nyons", members=[member])
    change = last_change(pole)
    with one_change():
        save(pole, address="Rue A")
        pole.memberships.get().delete()
    member.delete()
    with pytest.raises(Refused, match="Les Ateliers"):
        revert_to(pole, change, by=admin)
    pole.refresh_from_db()
    assert (pole.address, pole.memberships.count()) == ("Rue A", 0)


def test_a_merged_structure_comes_back_as_the_one_kept(admin):
    member, kept = make_structure("Doublon"), make_structure("Gardée")
    pole = make_pole("Nyons", members=[member], carrier=member)
    change = last_change(pole)
    save(pole, carrier=None)
    pole.memberships.get().delete()
    save(member, archived=True, merged_into=kept)
    revert_to(pole, change, by=admin)
    pole.refresh_from_db()
    assert (pole.carrier, pole.memberships.get().structure) == (kept, kept)


def test_an_archived_structure_does_not_come_back_as_a_member_of_today(admin):
    member = make_structure("Les Ateliers")
    pole = make_pole("Nyons", members=[member])
    change = last_change(pole)
    pole.memberships.get().delete()
    save(member, archived=True)
    with pytest.raises(Refused, match="archivée"):
        revert_to(pole, change, by=admin)


def test_a_number_taken_meanwhile_does_not_come_back(admin):
    structure = make_structure("Les Ateliers", siret="35600000049837")
    change = last_change(structure)
    save(structure, siret=None, address="Rue A")
    make_structure("Autre", siret="35600000049837")
    with pytest.raises(Refused, match="SIRET"):
        revert_to(structure, change, by=admin)
    structure.refresh_from_db()
    assert structure.address == "Rue A"


def test_a_published_pole_does_not_go_back_to_saying_nothing(admin):
    pole = make_pole("Nyons", publication="brouillon", description=None)
    change = last_change(pole)
    save(pole, publication="publie", description="Il agit.")
    with pytest.raises(Refused, match="dit ce qu'il fait"):
        revert_to(pole, change, by=admin)


def test_an_address_that_comes_back_leaves_the_other_behind(admin):
    pole, other = make_pole("Nyons"), make_pole("Autre")
    change = last_change(pole)
    save(pole, slug="pole-de-nyons")
    pole.aliases.create(slug="nyons")
    revert_to(pole, change, by=admin)
    pole.refresh_from_db()
    assert pole.slug == "nyons"
    assert [alias.slug for alias in pole.aliases.all()] == ["pole-de-nyons"]
    save(pole, slug="encore")
    other.aliases.create(slug="nyons")
    with pytest.raises(Refused, match="redirige"):
        revert_to(pole, change, by=admin)


def test_a_merge_is_not_undone_by_a_revert(admin):
    pole, merged = make_pole("Nyons"), make_full_pole("Ancien")
    change = last_change(pole)
    save(merged, publication="archive", merged_into=pole)
    save(merged.memberships.get(), pole=pole)
    with pytest.raises(Refused, match="fusionnée"):
        revert_to(pole, change, by=admin)
    with pytest.raises(Refused, match="fusionnée dans « Nyons »"):
        revert_to(merged, last_change(merged), by=admin)
    after = last_change(pole)
    save(pole, address="Rue A")
    revert_to(pole, after, by=admin)
    assert pole.memberships.count() == 1


def test_a_version_shown_before_another_change_is_refused(admin):
    for row in (make_pole("Nyons"), make_structure("Les Ateliers")):
        change = last_change(row)
        save(row, address="Rue A")
        row.refresh_from_db()
        shown = version_of(row)
        save(row, address="Rue B")
        with pytest.raises(Refused, match="a changé"):
            revert_to(row, change, by=admin, version=shown)
        row.refresh_from_db()
        assert row.address == "Rue B"
        revert_to(row, change, by=admin, version=version_of(row))
