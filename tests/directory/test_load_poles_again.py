"""What loading the starting poles leaves alone, and what it refuses."""

from copy import deepcopy
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from directory.importers.pole_rows import read_starting_data
from directory.importers.poles import load_poles
from directory.models import (
    Membership,
    Network,
    Perimeter,
    Pole,
    Recognition,
    Source,
    StageRecord,
    Structure,
    YearlyFigures,
)
from tests.makers import make_pole, make_structure

pytestmark = pytest.mark.django_db

DATA = read_starting_data()
ROWS = {row["slug"]: row for row in DATA.poles}
CHILDREN = (Membership, Perimeter, Recognition, StageRecord, YearlyFigures)


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """All the starting poles, loaded once for the tests of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_poles(DATA)
        yield
        transaction.set_rollback(True)


def like(slug, /, **changes):
    """Starting data of one pole more: a copy of another, under the key 'essai'."""
    return replace(DATA, poles=[deepcopy(ROWS[slug]) | {"slug": "essai"} | changes])


def state():
    """All that a second loading could change."""
    rows = {model: model.objects.count() for model in (Structure, Source, *CHILDREN)}
    entries = {model: model.history.count() for model in (Pole, Structure, *CHILDREN)}
    return rows, entries, list(Pole.objects.order_by("pk").values_list("pk", "version"))


# --- what a second loading leaves alone


def test_loading_twice_changes_nothing():
    before = state()
    report = load_poles(DATA)
    assert len(report.already) == 99
    assert report.created == report.refused == []
    assert state() == before


def test_an_edited_pole_survives():
    pole = Pole.objects.get(slug="haut-doubs")
    pole.name, pole.slug, pole.publication = "Autre nom", "autre-nom", "archive"
    pole.save()
    load_poles(DATA)
    pole.refresh_from_db()
    assert (pole.name, pole.publication) == ("Autre nom", "archive")
    assert not Pole.objects.filter(slug="haut-doubs").exists()


def test_children_that_a_person_deleted_do_not_come_back():
    pole = Pole.objects.get(slug="haut-doubs")
    for model in CHILDREN:
        model.objects.filter(pole=pole).delete()
    pole.stewards.clear()
    load_poles(DATA)
    assert not any(model.objects.filter(pole=pole).exists() for model in CHILDREN)
    assert not pole.stewards.exists()


def test_a_pole_that_a_person_deleted_does_not_come_back():
    Pole.objects.get(slug="mady-and-co").delete()
    report = load_poles(DATA)
    assert report.deleted == ["mady-and-co"]
    assert not Pole.objects.filter(import_key="mady-and-co").exists()


def test_a_structure_that_a_person_renamed_is_used_as_it_is():
    Structure.objects.filter(import_key="groupe-archer").update(name="Archer")
    report = load_poles(like("pole-sud-archer"))
    assert report.created == ["essai"]
    assert Pole.objects.get(slug="essai").carrier.name == "Archer"


# --- what is refused


def test_a_row_whose_territory_is_missing_is_refused_whole():
    before = state()
    perimeter = ROWS["haut-doubs"]["perimeters"][0] | {"territory": "epci:999999999"}
    report = load_poles(like("haut-doubs", perimeters=[perimeter]))
    assert report.refused == [
        ("essai", "Territoires absents de la base : epci:999999999.")
    ]
    assert state() == before


def refused_by_the_database():
    """Starting data of a pole that names one member twice."""
    members = ROWS["sud-aquitaine"]["members"]
    return like("sud-aquitaine", members=[*members, members[0]], sources=[])


def test_a_row_that_the_database_refuses_is_not_half_saved():
    before = state()
    [(key, reason)] = load_poles(refused_by_the_database()).refused
    assert key == "essai"
    assert reason.startswith("La base refuse la fiche : ")
    assert state() == before


def test_an_invalid_value_is_refused_in_french():
    [(_, reason)] = load_poles(like("haut-doubs", website="pas une adresse")).refused
    assert reason.startswith("Saisissez une URL valide.")


def test_an_address_that_another_pole_has_is_refused():
    make_pole("Essai")
    [(_, reason)] = load_poles(like("haut-doubs")).refused
    assert reason == "L'adresse « essai » est déjà celle d'un autre pôle."


def test_an_address_that_another_structure_has_is_refused():
    Pole.objects.get(slug="figeacteurs").memberships.all().delete()
    Structure.objects.get(import_key="regain").delete()
    make_structure("Regain")
    [(_, reason)] = load_poles(like("figeacteurs")).refused
    assert reason == "Adresses déjà prises par d'autres structures : regain."


def test_the_other_rows_are_loaded_when_some_are_refused():
    rows = [
        *refused_by_the_database().poles,
        *like("distro", slug="essai-bis").poles,
        *like("haut-doubs", slug="essai-ter", seat="commune:00000").poles,
    ]
    report = load_poles(replace(DATA, poles=rows))
    assert report.created == ["essai-bis"]
    assert [key for key, _ in report.refused] == ["essai", "essai-ter"]
    assert Pole.objects.filter(slug="essai-bis").exists()


def test_without_a_regional_network_the_national_one_keeps_the_pole():
    Network.objects.filter(kind="regional").delete()
    load_poles(like("distro"))
    assert Pole.objects.get(slug="essai").stewards.get().slug == "labo-ess"


# --- the commands


def test_the_command_counts_and_gives_the_reasons(capsys):
    Pole.objects.filter(slug="haut-doubs").update(import_key=None)
    Pole.history.filter(import_key="haut-doubs").delete()
    call_command("load_poles")
    told = capsys.readouterr()
    assert "créés : 0, déjà là : 98" in told.out
    assert "haut-doubs : L'adresse" in told.err


def test_rebuilding_the_search_documents_brings_back_what_was_lost(capsys):
    pole = Pole.objects.get(slug="pole-sud-archer")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE directory_pole DISABLE TRIGGER USER")
        cursor.execute("UPDATE directory_pole SET search_document = NULL")
        cursor.execute("ALTER TABLE directory_pole ENABLE TRIGGER USER")
    assert not Pole.objects.matching("chaussure").exists()
    versions = list(Pole.objects.order_by("pk").values_list("version", flat=True))
    call_command("rebuild_search")
    assert "refaits : 99" in capsys.readouterr().out
    assert pole in Pole.objects.matching("chaussure")
    assert versions == list(
        Pole.objects.order_by("pk").values_list("version", flat=True)
    )
