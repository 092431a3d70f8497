"""Which territories share a border, in the real France."""

from collections import defaultdict

import pytest
from django.db import connection
from django.db.models import F

from directory.models import Neighbour, Territory
from tests.makers import territory

pytestmark = pytest.mark.django_db


def names(key):
    return [place.name for place in Territory.objects.neighbours_of(territory(key))]


def keys(key):
    return [place.key for place in Territory.objects.neighbours_of(territory(key))]


def codes(key):
    return {place.code for place in Territory.objects.neighbours_of(territory(key))}


def test_the_neighbours_of_a_commune_go_by_name():
    assert names("commune:26281") == [
        "Bourg-de-Péage",
        "Châteauneuf-sur-Isère",
        "Chatuzange-le-Goubet",
        "Génissieux",
        "Granges-les-Beaumont",
        "Mours-Saint-Eusèbe",
        "Peyrins",
        "Saint-Bardoux",
        "Saint-Paul-lès-Romans",
    ]
    assert "commune:26281" in keys("commune:26057")


def test_paris_borders_the_communes_around_it():
    around = Territory.objects.neighbours_of(territory("commune:75056"))
    assert around.count() == 29
    assert {place.departement.code for place in around} == {"92", "93", "94"}
    assert {"93048", "93066", "94067"} <= {place.code for place in around}
    assert codes("departement:75") == {"92", "93", "94"}


def test_the_neighbours_of_a_departement_or_region_are_of_its_level():
    assert names("departement:33") == [
        "Charente-Maritime",
        "Dordogne",
        "Landes",
        "Lot-et-Garonne",
    ]
    assert names("region:11") == [
        "Bourgogne-Franche-Comté",
        "Centre-Val de Loire",
        "Grand Est",
        "Hauts-de-France",
        "Normandie",
    ]
    # they meet along one commune of each
    assert "departement:84" in keys("departement:83")


def test_corsican_departements_border_each_other_only():
    assert keys("departement:2A") == ["departement:2B"]
    assert keys("departement:2B") == ["departement:2A"]
    assert keys("region:94") == []


@pytest.mark.parametrize("code", ["971", "972", "973", "974", "976", "975", "987"])
def test_an_overseas_departement_borders_none(code):
    assert keys(f"departement:{code}") == []


def test_an_overseas_region_borders_none_but_its_communes_do():
    for code in ("01", "02", "03", "04", "06"):
        assert keys(f"region:{code}") == []
    assert "commune:97307" in keys("commune:97302")


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("commune:29155", id="Ouessant"),
        pytest.param("commune:97110", id="La Désirade"),
        pytest.param("commune:97502", id="Saint-Pierre, without outline"),
        pytest.param("commune:15031", id="Celles, without outline"),
    ],
)
def test_an_island_or_a_commune_without_outline_borders_none(key):
    assert keys(key) == []


def test_an_epci_borders_others_across_departements():
    romans = territory("commune:26281").epci
    around = Territory.objects.neighbours_of(romans)
    assert {place.level for place in around} == {"epci"}
    isere = Territory.objects.sharing_communes_with(territory("departement:38"))
    assert isere.filter(pk__in=around).of_level("epci").exists()


PLAINE_COMMUNE, GRAND_PARIS, ROISSY = "200057867", "200054781", "200055655"


def test_an_ept_borders_ept_and_what_lies_beyond_the_metropole():
    around = codes(f"epci:{PLAINE_COMMUNE}")
    assert ROISSY in around and GRAND_PARIS not in around
    ept = Territory.objects.filter(code__in=around, nature=Territory.EPT)
    assert [place.name for place in ept] == [
        "Boucle Nord de Seine",
        "Est Ensemble",
        "Paris Terres d'Envol",
    ]


def test_the_metropole_borders_no_ept_and_what_is_beyond_borders_both():
    around = Territory.objects.neighbours_of(territory(f"epci:{GRAND_PARIS}"))
    assert around.count() == 12
    assert not around.filter(nature=Territory.EPT).exists()
    assert {GRAND_PARIS, PLAINE_COMMUNE} <= codes(f"epci:{ROISSY}")


def test_neighbours_are_asked_by_one_query(queries):
    gironde = territory("departement:33")
    with queries(1):
        assert len(Territory.objects.neighbours_of(gironde)) == 4


def test_neighbours_are_of_one_level_and_share_no_commune():
    other = Neighbour.objects.exclude(first__level=F("second__level"))
    assert not other.exists()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM directory_neighbour JOIN directory_overlap"
            " ON (outer_id, inner_id) IN ((first_id, second_id), (second_id, first_id))"
        )
        assert cursor.fetchone() == (0,)


def expected_larger_pairs():
    """Pairs of larger territories, from those of communes, one by one."""
    rungs = {}
    held = defaultdict(set)
    communes = Territory.objects.of_level("commune")
    for pk, *found in communes.values_list("pk", *Territory.PARENTS):
        rungs[pk] = found
        for rung in found:
            held[rung].add(pk)
    level = dict(Territory.objects.values_list("pk", "level"))
    bordering = Neighbour.objects.filter(first__level="commune")
    pairs = {
        tuple(sorted((one, other)))
        for first, second in bordering.values_list("first_id", "second_id")
        for one in filter(None, rungs[first])
        for other in filter(None, rungs[second])
        if level[one] == level[other]
    }
    return {(one, other) for one, other in pairs if not held[one] & held[other]}


def test_larger_territories_border_as_their_communes_do():
    larger = Neighbour.objects.exclude(first__level="commune")
    pairs = set(larger.values_list("first_id", "second_id"))
    assert len(pairs) > 3_500
    assert pairs == expected_larger_pairs()


def test_a_deleted_territory_takes_its_borders_along():
    bourg = territory("commune:26057")
    others = Territory.objects.neighbours_of(bourg)
    assert others.count() > 3
    bourg.delete()
    assert "commune:26057" not in keys("commune:26281")
    assert not Neighbour.objects.filter(second_id=bourg.pk).exists()
