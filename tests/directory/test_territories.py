"""French geography is not a tree: the cases that break simple ideas of it."""

from collections import defaultdict
from itertools import product

import pytest
from django.db import connection
from django.urls import reverse

from directory.models import Locality, Territory
from tests.makers import territory

pytestmark = pytest.mark.django_db


def keys(territories):
    return {place.key for place in territories}


def test_every_rung_of_the_country_is_there():
    of_level = Territory.objects.of_level
    assert 34_900 <= of_level("commune").count() < 35_000
    assert of_level("epci").exclude(nature="EPT").count() == 1_255
    assert of_level("epci").filter(nature="EPT").count() == 11
    assert of_level("departement").filter(region__isnull=False).count() == 101
    assert of_level("region").count() == 18


def test_corsican_codes_keep_their_letters():
    ajaccio = territory("commune:2A004")
    assert ajaccio.departement.code == "2A"
    assert territory("commune:2B033").departement.code == "2B"
    assert ajaccio.region == territory("commune:2B033").region


def test_overseas_departements_have_their_regions():
    saint_denis = territory("commune:97411")
    assert (saint_denis.departement.code, saint_denis.region.code) == ("974", "04")


def test_a_region_is_its_own_and_a_straddling_epci_has_none():
    assert territory("region:11").own_region == territory("region:11")
    assert territory("commune:26281").own_region == territory("region:84")
    assert territory("epci:200068781").own_region is None


def test_a_region_and_a_departement_may_share_a_code():
    assert territory("region:11").name == "Île-de-France"
    assert territory("departement:11").name == "Aude"


def test_paris_is_one_commune_with_arrondissements():
    paris = territory("commune:75056")
    arrondissements = Locality.objects.filter(commune=paris, kind="arrondissement")
    assert arrondissements.count() == 20


def test_some_epci_straddle_departements_and_are_within_none():
    for epci in Territory.objects.of_level("epci"):
        reached = Territory.objects.sharing_communes_with(epci)
        departements = reached.of_level("departement")
        if departements.count() > 1:
            break
    assert epci.key in keys(
        Territory.objects.sharing_communes_with(departements.first())
    )
    assert not departements.filter(pk__in=Territory.objects.enclosing(epci)).exists()
    for departement in departements:
        assert epci.key not in keys(Territory.objects.within(departement))


def test_a_commune_is_enclosed_by_its_rungs():
    enclosing = keys(Territory.objects.enclosing(territory("commune:26281")))
    assert enclosing == {"epci:200068781", "departement:26", "region:84"}


def test_an_ept_lies_beside_the_metropole():
    ept = Territory.objects.get(name="Plaine Commune")
    communes = Territory.objects.communes_of(ept)
    assert communes.count() > 1
    assert {commune.ept_id for commune in communes} == {ept.pk}
    metropole = communes.first().epci
    assert ept.key in keys(Territory.objects.sharing_communes_with(metropole))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("26281", "commune:26281"),
        ("2A004", "commune:2A004"),
        ("2a004", "commune:2A004"),
        ("romans sur isere", "commune:26281"),
        ("Romans-sur-Isère", "commune:26281"),
        ("bordeaux", "commune:33063"),
        ("Drôme", "departement:26"),
        ("nouvelle aquitaine", "region:75"),
        ("200068781", "epci:200068781"),
    ],
)
def test_search_finds_by_code_or_name(text, first):
    assert Territory.objects.search(text).first().key == first


def test_search_finds_nothing_for_noise():
    assert not Territory.objects.search("zzzzqqqq").exists()


RUNGS = ("epci", "ept", "departement", "region")


def communes_by_rung():
    """Ids of the communes of each territory that is not one, read one by one."""
    communes = Territory.objects.of_level("commune")
    held = defaultdict(set)
    for pk, *rungs in communes.values_list("pk", *RUNGS):
        for rung in filter(None, rungs):
            held[rung].add(pk)
    return held


def overlaps():
    with connection.cursor() as cursor:
        cursor.execute("SELECT outer_id, inner_id, whole FROM directory_overlap")
        return set(cursor.fetchall())


def expected_overlaps():
    """The same by sets of communes."""
    held = communes_by_rung()
    rungs_of = defaultdict(set)
    for rung, communes in held.items():
        for commune in communes:
            rungs_of[commune].add(rung)
    pairs = {pair for rungs in rungs_of.values() for pair in product(rungs, rungs)}
    found = {(outer, inner, held[inner] <= held[outer]) for outer, inner in pairs}
    alone = {(*held[rung], rung, True) for rung in held if len(held[rung]) == 1}
    return found | alone


def test_the_table_of_overlaps_tells_what_sets_of_communes_tell():
    assert len(overlaps()) > 6_500
    assert overlaps() == expected_overlaps()


def test_a_commune_that_changes_its_epci_changes_the_overlaps():
    romans = territory("commune:26281")
    romans.epci = territory("epci:243300316")
    romans.save()
    assert overlaps() == expected_overlaps()
    gironde = territory("departement:33")
    assert romans.epci not in Territory.objects.within(gironde)
    assert gironde not in Territory.objects.enclosing(romans.epci)


def test_nothing_is_within_but_itself_where_there_is_no_commune():
    alone = Territory.objects.create(
        level="epci", code="999999999", nature="CC", name="Sans commune", vintage=2026
    )
    assert list(Territory.objects.within(alone)) == [alone]
    assert not Territory.objects.sharing_communes_with(alone).exists()
    assert not Territory.objects.enclosing(alone).exists()


def test_the_address_of_a_territory_is_that_of_its_page():
    place = territory("departement:2A")
    page = reverse("directory:territory_detail", args=["departement", "2A"])
    assert place.get_absolute_url() == page
