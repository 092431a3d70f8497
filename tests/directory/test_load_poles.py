from datetime import date

import pytest
from django.db import transaction

from directory.importers.pole_rows import read_starting_data, source_keys
from directory.importers.poles import load_poles
from directory.models import (
    Membership,
    Perimeter,
    Pole,
    Recognition,
    Source,
    StageRecord,
    Structure,
    YearlyFigures,
)
from tests.makers import territory

pytestmark = pytest.mark.django_db

DATA = read_starting_data()
ROWS = {row["slug"]: row for row in DATA.poles}
CHILDREN = (Membership, Perimeter, Recognition, StageRecord, YearlyFigures)


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """All the starting poles, loaded once for the tests of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_poles(DATA)
        transaction.set_rollback(True)


def test_every_row_is_created_and_none_refused(loaded):
    assert sorted(loaded.created) == sorted(ROWS)
    assert loaded.refused == []
    assert len(ROWS) == 99


def test_well_attested_poles_are_published_and_the_others_are_drafts():
    assert Pole.objects.published().count() == 61
    assert Pole.objects.filter(publication="brouillon").count() == 38


def test_the_rule_of_publication_has_one_exception():
    for slug, row in ROWS.items():
        attested = row["evidence"] == "named_ptce" and row["confidence"] != "low"
        expected = attested and slug != "labsport-saint-nazaire"
        assert (row["publication"] == "publie") == expected, slug


def test_a_structure_that_only_drafts_name_is_not_shown():
    shown = Structure.objects.in_published_poles()
    assert Structure.objects.count() == 151
    assert shown.count() == 146
    assert not shown.filter(import_key="l-argonaute").exists()


def test_only_poles_whose_commune_is_known_have_a_point():
    placed = Pole.objects.placed()
    assert placed.count() == 53
    assert placed.published().count() == 42
    assert set(placed.values_list("seat__level", "position_precision")) == {
        ("commune", "commune")
    }
    assert not Pole.objects.filter(seat__level="commune", latitude=None).exists()


def test_a_point_is_the_town_hall_of_its_commune():
    pole = Pole.objects.get(slug="pole-sud-archer")
    assert pole.seat == territory("commune:26281")
    assert (pole.latitude, pole.longitude) == (pole.seat.latitude, pole.seat.longitude)


def test_a_parisian_point_is_the_town_hall_of_the_arrondissement():
    pole = Pole.objects.get(slug="fontaine-o-livres")
    assert pole.seat == territory("commune:75056")
    assert (pole.latitude, pole.longitude) == (48.8585, 2.37952)


def test_a_pole_of_unknown_commune_is_seated_in_its_departement_or_region():
    assert Pole.objects.get(slug="haut-doubs").seat == territory("departement:25")
    assert Pole.objects.get(slug="distro").seat == territory("region:53")
    assert Pole.objects.get(slug="sicoval").seat is None


def test_perimeters_are_the_stated_ones_only():
    assert Perimeter.objects.count() == 51
    assert Pole.objects.exclude(perimeters=None).count() == 33
    assert not Perimeter.objects.filter(source=None).exists()
    supposed = [(s, p) for s, r in ROWS.items() for p in r["supposed_perimeters"]]
    assert len(supposed) == 38
    for slug, item in supposed:
        place = territory(item["territory"])
        pole = Pole.objects.get(slug=slug)
        assert not pole.perimeters.filter(territory=place).exists()
        assert f"supposé : {place.name} ({place.key})" in pole.curation_note


def test_a_stage_is_dated_from_its_source_and_known_within_that_year():
    pole = Pole.objects.get(slug="pole-sud-archer")
    [record] = pole.stage_records.all()
    assert (record.stage, record.known_at) == ("developpement", "de 2020")
    assert record.source.year == 2020
    assert Pole.objects.with_stage(date(2020, 6, 1)).get(pk=pole.pk).stage
    assert Pole.objects.with_stage(date(2019, 6, 1)).get(pk=pole.pk).stage is None


def test_a_stage_without_a_source_of_its_year_says_so():
    for record in StageRecord.objects.all():
        if record.source is None:
            assert "Année déduite" in record.note
        else:
            assert record.source.year == record.on.year


def test_an_unknown_stage_has_no_record():
    assert not Pole.objects.get(slug="ardaines").stage_records.exists()


def test_the_carrier_is_the_only_structure_named_as_such():
    carriers = Pole.objects.in_bulk(field_name="slug")
    assert carriers["pole-sud-archer"].carrier.name == "Groupe Archer"
    assert carriers["lille-metropole-solidaire"].carrier is None


def test_a_role_keeps_the_words_that_say_more_than_its_code():
    pole = Pole.objects.get(slug="sud-aquitaine")
    carrier = pole.memberships.get(role="porteur")
    assert carrier.role_as_told == "structure socle et animateur"
    assert set(
        pole.memberships.exclude(pk=carrier.pk).values_list("role", "role_as_told")
    ) == {("membre", None)}


def test_a_structure_of_two_poles_is_one_structure():
    structure = Structure.objects.get(import_key="union-regionale-des-scop")
    assert structure.memberships.count() == 2
    assert structure.commune is None


def test_recognitions_keep_their_programme_date_and_source():
    pole = Pole.objects.get(slug="sud-aquitaine")
    recognition = pole.recognitions.get(programme__slug="aap-2013")
    assert recognition.known_at == "le 10 janvier 2014"
    assert recognition.source.title.startswith("Reconnaissance des PTCE")


def test_figures_are_the_exact_ones():
    figures = YearlyFigures.objects.values_list("pole__slug", "year")
    assert sorted(figures) == [
        ("coursive-boutaric", 2013),
        ("de-fil-en-reseaux", 2013),
        ("le-damier", 2016),
        ("le-damier", 2019),
        ("paris-mix", 2013),
        ("periscope-ramonville", 2016),
        ("sud-aquitaine", 2017),
    ]


def test_every_source_of_a_row_is_on_the_pole_and_every_pole_has_one():
    for pole in Pole.objects.prefetch_related("sources"):
        expected = {
            (DATA.sources[key]["title"], DATA.sources[key]["url"])
            for key in source_keys(ROWS[pole.import_key])
        }
        assert {(s.title, s.url) for s in pole.sources.all()} == expected
        assert expected


def test_a_document_is_a_source_without_address():
    assert Source.objects.filter(url=None).count() == 7
    assert not Source.objects.filter(url__endswith=".txt").exists()


def test_a_pole_is_kept_by_the_chamber_of_its_region_or_by_the_national_network():
    def keeper(slug):
        return Pole.objects.get(slug=slug).stewards.get().slug

    assert keeper("sud-aquitaine") == "cress-nouvelle-aquitaine"
    assert keeper("distro") == "cress-bretagne"
    assert keeper("echobat-reunion") == "cress-la-reunion"
    assert keeper("sicoval") == "labo-ess"
    assert not Pole.objects.exclude(networks=None).exists()


def test_nothing_is_confirmed_by_anyone():
    assert not Pole.objects.exclude(confirmed_on=None).exists()


def test_a_site_of_the_carrier_is_told_apart():
    slugs = Pole.objects.filter(website_is_carriers=True).values_list("slug", flat=True)
    assert sorted(slugs) == [
        "florange-e2i",
        "gouttes-or-mode-design",
        "sud-aquitaine",
    ]


@pytest.mark.parametrize("model", [Pole, Structure, Source, *CHILDREN])
def test_every_loaded_row_is_valid(model):
    for row in model.objects.all():
        row.full_clean()


def test_the_history_tells_where_the_rows_come_from():
    pole = Pole.objects.get(slug="pole-sud-archer")
    last = pole.history.first()
    assert last.history_change_reason == "données de départ"
    assert last.sectors.count() == pole.sectors.count() == 3
    assert last.stewards.count() == 1
    assert pole.memberships.first().history.count() == 1
