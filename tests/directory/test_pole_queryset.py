from datetime import date

import pytest

from directory.models import Perimeter, Pole, StageRecord, Structure, did_you_mean
from directory.statistics import directory_figures
from tests.makers import make_network, make_pole, make_structure, territory

pytestmark = pytest.mark.django_db

VALENCE_ROMANS = "epci:200068781"


def acting(key, on=None):
    return set(
        Pole.objects.acting_on(territory(key), on).values_list("slug", flat=True)
    )


def test_drafts_and_archives_are_not_published():
    make_pole("Publié")
    make_pole("Brouillon", publication="brouillon")
    make_pole("Archivé", publication="archive")
    assert [pole.name for pole in Pole.objects.published()] == ["Publié"]


def test_a_pole_acts_on_every_rung_around_its_seat():
    make_pole("Pôle", seat="commune:26281")
    for key in ("commune:26281", VALENCE_ROMANS, "departement:26", "region:84"):
        assert acting(key) == {"pole"}
    assert acting("commune:26362") == set()


def test_a_perimeter_reaches_its_communes_and_what_holds_them():
    make_pole("Pôle", seat="commune:33063", acts_on=[VALENCE_ROMANS])
    assert acting("commune:26362") == {"pole"}
    assert acting("departement:26") == {"pole"}
    assert acting("commune:26198") == set()


def test_a_pole_of_three_epci_in_two_regions_counts_once():
    epcis = ["epci:200068781", "epci:243300316", "epci:243500139"]
    make_pole("Pôle", seat=None, acts_on=epcis)
    for key in ("region:84", "region:75", "region:53"):
        assert Pole.objects.acting_on(territory(key)).count() == 1


def test_a_pole_known_to_its_departement_acts_there_and_not_in_each_commune():
    make_pole("Pôle", seat="departement:26")
    assert acting("departement:26") == acting("region:84") == {"pole"}
    assert acting("commune:26281") == set()


def test_a_perimeter_holds_between_its_dates():
    pole = make_pole("Pôle", seat="commune:33063")
    Perimeter.objects.create(
        pole=pole,
        territory=territory(VALENCE_ROMANS),
        since=date(2015, 1, 1),
        until=date(2020, 1, 1),
    )
    assert acting("commune:26281", on=date(2014, 12, 31)) == set()
    assert acting("commune:26281", on=date(2015, 1, 1)) == {"pole"}
    assert acting("commune:26281", on=date(2019, 12, 31)) == {"pole"}
    assert acting("commune:26281", on=date(2020, 1, 1)) == set()


def test_the_stage_is_the_last_one_told_at_the_date():
    pole = make_pole("Pôle", stage="emergence", on="2015-01-01")
    StageRecord.objects.create(pole=pole, stage="clos", on=date(2019, 6, 1))

    def stage(on):
        return Pole.objects.with_stage(on).get().stage

    assert stage(date(2014, 12, 31)) is None
    assert stage(date(2015, 1, 1)) == stage(date(2019, 5, 31)) == "emergence"
    assert stage(date(2019, 6, 1)) == stage(None) == "clos"


def test_active_means_begun_and_neither_asleep_nor_closed():
    pole = make_pole("Pôle", stage="developpement", on="2015-01-01")
    assert not Pole.objects.active(date(2014, 1, 1)).exists()
    assert Pole.objects.active(date(2016, 1, 1)).exists()
    StageRecord.objects.create(pole=pole, stage="en_sommeil", on=date(2018, 1, 1))
    assert Pole.objects.active(date(2017, 1, 1)).exists()
    assert not Pole.objects.active().exists()


def test_a_pole_of_no_known_date_is_active_today_only():
    make_pole("Pôle")
    assert Pole.objects.active().exists()
    assert not Pole.objects.active(date(2020, 1, 1)).exists()


def test_a_closed_date_ends_activity():
    make_pole("Pôle", created_on=date(2010, 1, 1), closed_on=date(2015, 1, 1))
    assert Pole.objects.active(date(2014, 12, 31)).exists()
    assert not Pole.objects.active(date(2015, 1, 1)).exists()


def test_the_nearest_come_first_with_their_distance():
    make_pole("Loin", seat="commune:33063")
    make_pole("Près", seat="commune:26362")
    make_pole("Sans point", seat="departement:26")
    romans = territory("commune:26281")
    nearest = Pole.objects.nearest(romans.latitude, romans.longitude)
    assert [pole.slug for pole in nearest] == ["pres", "loin"]
    assert 14_000 < nearest[0].metres < 20_000


def test_words_are_found_without_accents_in_every_part():
    member = make_structure("Ressourcerie du Vercors")
    make_pole("Pôle Œuf", sectors=["culture"], members=[member])
    for words in ("oeuf", "ŒUF", "vercors", "ressourceries", "culture", "Isère"):
        assert Pole.objects.matching(words).count() == 1, words
    assert not Pole.objects.matching("boulangerie").exists()


def test_a_renamed_member_is_found_by_its_new_name():
    member = make_structure("Ancien nom")
    make_pole("Pôle", members=[member])
    member.name = "Moulin"
    member.save()
    assert Pole.objects.matching("moulins").count() == 1
    assert not Pole.objects.matching("ancien").exists()


def test_the_version_moves_with_every_change_of_pole_or_child():
    pole = make_pole("Pôle")

    def version():
        return Pole.objects.get().version

    before = version()
    Pole.objects.get().save()
    assert version() == before
    pole.name = "Autre nom"
    pole.save()
    Perimeter.objects.create(pole=pole, territory=territory("departement:26"))
    pole.stewards.add(make_network())
    pole.perimeters.all().delete()
    assert version() == before + 4


def test_a_curator_has_the_poles_her_networks_steward(claire, karim, admin):
    network = claire.curated_networks.get().network
    make_pole("À elle", stewards=[network])
    make_pole("À d'autres")
    poles = Pole.objects
    assert [pole.name for pole in poles.for_curator(claire)] == ["À elle"]
    assert not poles.for_curator(karim).exists()
    assert poles.for_curator(admin).count() == 2
    claire.is_active = False
    assert not poles.for_curator(claire).exists()


def test_poles_that_share_members_come_most_shared_first():
    first, second = make_structure("Une"), make_structure("Deux")
    pole = make_pole("Pôle", members=[first, second])
    make_pole("Deux communs", members=[first, second])
    make_pole("Un commun", members=[second])
    make_pole("Aucun")
    shared = Pole.objects.sharing_members_with(pole)
    assert [(p.slug, p.shared) for p in shared] == [
        ("deux-communs", 2),
        ("un-commun", 1),
    ]


def test_a_membership_that_ended_is_no_member_in_common():
    member = make_structure("Une")
    pole = make_pole("Pôle", members=[member])
    other = make_pole("Autre", members=[member])
    assert Pole.objects.sharing_members_with(pole).get() == other
    ended = other.memberships.get()
    ended.until = date(2020, 1, 1)
    ended.save()
    assert not Pole.objects.sharing_members_with(pole).exists()
    assert Structure.objects.with_pole_count().get(pk=member.pk).pole_count == 1
    assert did_you_mean("Une") == ["Une"]
    assert directory_figures(date(2019, 1, 1))["structures"] == 1
    pole.delete()
    assert directory_figures()["structures"] == 0
    assert directory_figures(date(2019, 1, 1))["structures"] == 1
    assert did_you_mean("Une") == []
