"""The ranked search behind "Où ?"."""

import random
import re
from collections import Counter

import pytest
from django.db import connection
from django.db.models import F, Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.models import Locality, Territory, told_apart
from directory.models.gazetteer_sql import gathering
from directory.models.place_words import understand
from directory.representations import place_detail
from directory.text import edits, place_key
from tests.makers import territory

from .ou_inputs import INPUTS, NOTHING

pytestmark = pytest.mark.django_db

search = Territory.objects.search


def keys(text):
    return [place.key for place in search(text)]


def exact_keys(text):
    return [place.key for place in search(text) if place.exact]


@pytest.mark.parametrize("row", INPUTS, ids=[row[0] for row in INPUTS])
def test_the_first_answer_is_the_place_meant(row):
    text, key, *matched = row
    first = search(text).first()
    assert first is not None
    assert (first.key, first.matched) == (key, *(matched or [None]))


def test_the_label_of_a_commune_leads_to_it():
    communes = Territory.objects.of_level("commune").select_related("departement")
    for commune in communes.order_by("code")[::250]:
        label = f"{commune.name} ({commune.departement.name})"
        found = search(label).filter(exact=True)
        assert found.get() == commune, label


def test_the_words_shown_for_a_territory_lead_to_it_alone():
    communes = Territory.objects.of_level("commune").select_related("departement")
    others = Territory.objects.exclude(level="commune")
    keys = Counter(Territory.objects.values_list("search_key", flat=True))
    homonyms = [
        place for place in communes.order_by("code") if keys[place.search_key] > 1
    ]
    odd = communes.filter(Q(name=F("departement__name")) | Q(name__contains="("))
    sample = [*random.Random(2026).sample(homonyms, 150), *odd]
    sample += others.exclude(level="epci")
    sample += others.filter(name__contains="Quatre Rivières")
    for place in sample:
        words = told_apart(place)
        assert search(words).filter(exact=True).get() == place, words


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("commune:93066", "Saint-Denis (Seine-Saint-Denis)"),
        ("commune:75056", "Paris (commune, 75)"),
        ("departement:86", "Vienne (département)"),
        ("departement:987", "Polynésie française (collectivité d'outre-mer)"),
        ("region:53", "Bretagne (région)"),
        ("epci:244000659", "Communauté de communes du Seignanx"),
        (
            "epci:247400666",
            "Communauté de communes des Quatre Rivières (Haute-Savoie)",
        ),
    ],
)
def test_a_territory_is_told_apart_by_its_level_or_what_it_lies_in(key, words):
    assert told_apart(territory(key)) == words


@pytest.mark.parametrize(
    ("text", "details"),
    [
        (
            "97411",
            [
                "commune · La Réunion · code INSEE 97411",
                "commune · La Réunion · code postal 97411",
            ],
        ),
        ("33000", ["commune · Gironde"]),
        ("75011", ["commune · Paris · Paris 11e arrondissement"]),
        ("Château-du-Loir", ["commune · Sarthe · Château-du-Loir, ancienne commune"]),
        ("Polynésie", ["collectivité d'outre-mer"]),
        (
            "quatre rivieres",
            [f"intercommunalité · Haute-{x}" for x in ("Savoie", "Saône")],
        ),
        ("Corrèze", ["département", "commune · Corrèze"]),
    ],
)
def test_a_detail_tells_places_apart_and_why_they_answer(text, details):
    found = search(text).select_related("departement")[: len(details)]
    told = [re.sub(r"( · )?[\d\s]+hab\.", "", place_detail(place)) for place in found]
    assert told == details


def test_the_name_of_a_larger_territory_is_always_sure():
    others = Territory.objects.exclude(level="commune").order_by("level", "code")
    epci = others.filter(level="epci")
    some = [*epci[::20], *epci.filter(name__contains="(")]
    for place in [*some, *others.exclude(level="epci")]:
        first = search(place.name).first()
        assert (first.name, first.exact) == (place.name, True)


def test_the_table_is_long_and_has_no_text_twice():
    texts = [row[0] for row in INPUTS]
    assert len(texts) >= 150
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("text", NOTHING, ids=ascii)
def test_a_text_that_names_nothing_finds_nothing(text):
    found = search(text).select_related("departement")[:10]
    assert list(found) == []


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=st.text(max_size=220))
def test_no_text_makes_an_error(text):
    assert len(search(text)) <= 50


def test_homonyms_are_listed_the_larger_first_each_in_its_departement():
    found = search("Sainte-Colombe").select_related("departement")[:12]
    assert {place.name for place in found} == {"Sainte-Colombe"}
    assert all(place.exact for place in found)
    populations = [place.population for place in found]
    assert populations == sorted(populations, reverse=True)
    assert len({place.departement.name for place in found}) == 12
    assert exact_keys("Saint-Denis")[:4] == [
        "commune:97411",
        "commune:93066",
        "commune:11339",
        "commune:30247",
    ]


def test_communes_of_one_postal_code_are_listed_the_larger_first():
    found = [place for place in search("38160") if "38160" in place.postal_codes]
    assert len(found) > 10
    populations = [place.population for place in found]
    assert populations == sorted(populations, reverse=True)
    assert all(place.exact for place in found)


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("26281", ["commune:26281"]),
        ("Romans-sur-Isère", ["commune:26281"]),
        ("Romans-sur-Isère (Drôme)", ["commune:26281"]),
        ("isere romans sur", ["commune:26281"]),
        ("Havre", ["commune:76351"]),
        ("Saint-Denis 93", ["commune:93066"]),
        ("Paris 11e", ["commune:75056"]),
        ("Lomme", ["commune:59350"]),
        ("département de la Gironde", ["departement:33"]),
        ("Seignanx", ["epci:244000659"]),
        ("Bordeaux Métropole", ["epci:243300316"]),
        ("Plaine Commune", ["epci:200057867"]),
        # the EPCI is no other meaning of the name of the commune
        ("Bordeaux", ["commune:33063"]),
        # one territory at two levels is no ambiguity
        ("Paris", ["commune:75056"]),
        ("Mayotte", ["departement:976"]),
        # true homonyms are
        ("Vienne", ["commune:38544", "departement:86"]),
        ("Romans", ["commune:79231", "commune:01328"]),
        ("Bretagne", ["region:53", "commune:90019", "commune:36024"]),
        ("26100", ["commune:26281", "commune:26100"]),
        ("11", ["departement:11"]),
        # resemblances are not sure
        ("bordaux", []),
        ("bord", []),
        ("Romans, Drôme", []),
        ("33077 Bordeaux cedex 2", []),
        ("paris xi", []),
    ],
)
def test_only_a_whole_name_or_code_is_exact(text, sure):
    assert exact_keys(text) == sure


def test_longer_names_and_resemblances_come_after_the_name():
    assert keys("Romans")[:3] == ["commune:79231", "commune:01328", "commune:26281"]
    assert keys("Bordeaux")[:2] == ["commune:33063", "epci:243300316"]
    assert "commune:13055" in keys("Marseilles")


def test_two_letters_swapped_hide_neither_a_name_nor_the_first_word_of_a_town():
    assert {"commune:79231", "commune:01328", "commune:26281"} < set(keys("romnas")[:8])
    assert keys("auhc")[0] == "commune:32013"


def test_a_territory_is_listed_once():
    for text in ("saint", "paris", "75011", "lyon 3", "Pringy", "la r"):
        found = keys(text)
        assert len(found) == len(set(found)) > 0


def test_a_code_without_a_name_leads_to_the_commune_of_today():
    former = Locality.objects.filter(kind="ancienne", name=None).first()
    places = {place.pk: place for place in search(former.code)}
    assert places[former.commune_id].exact
    assert places[former.commune_id].matched is None
    assert places[former.commune_id].reason == f"ancien code {former.code}"


def test_a_postal_code_of_paris_is_no_dead_code_of_the_former_seine():
    for number in range(1, 21):
        found = search(f"750{number:02}").get()
        assert (found.key, found.exact) == ("commune:75056", True)
        assert found.matched.startswith(f"Paris {number}e")


def test_a_search_keeps_to_the_territories_it_starts_from():
    communes = Territory.objects.of_level("commune")
    assert communes.search("Loire").first().key == "commune:49178"
    departements = Territory.objects.of_level("departement")
    assert departements.search("Paris").get().key == "departement:75"
    assert not departements.search("33063").exists()
    gironde = communes.filter(departement__code="33", name__startswith="S")
    found = gironde.search("sainte colombe").first()
    assert found.key == "commune:33390"


def test_a_search_is_two_queries_typing_errors_included(queries):
    for text in ("bordeaux", "bordaux", "saint etiene (loire)", "26100"):
        with queries(2):
            assert list(search(text).select_related("departement", "region")[:10])
    with queries(0):
        assert list(search("\0")) == []


def test_a_search_is_counted_filtered_and_valued_as_any_query():
    found = search("Saint-Denis")
    assert found.count() == len(found) == 50
    assert found.filter(level="commune").first().key == "commune:97411"
    assert found.values_list("matched", "exact")[0] == (None, True)


def test_every_part_of_a_search_has_its_index():
    texts = [
        "bordeaux",
        "saint etiene",
        "Saint-Denis (Réunion)",
        "26100 Romans",
        "la r",
        "agglo de valence",
        "26100",
        "2A004",
    ]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for text in texts:
            sql, parameters = gathering(understand(text), Territory.objects.all())
            cursor.execute(f"EXPLAIN {sql}", parameters)
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "Seq Scan on directory_territory" not in plan, text


def test_the_keys_of_the_database_are_those_of_python():
    for model in (Territory, Locality):
        rows = model.objects.exclude(name=None).values_list("name", "search_key")
        assert [row for row in rows if place_key(row[0]) != row[1]] == []


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Le Havre", "havre"),
        ("L'Haÿ-les-Roses", "hay les roses"),
        ("Les", "les"),
        ("Paris 11e Arrondissement", "paris 11"),
        ("Château-Chinon (Ville)", "chateau chinon"),
        ("Communauté de communes du Seignanx", "seignanx"),
        ("Communauté d'agglomération Agglo du Pays de Dreux", "pays de dreux"),
        ("Communauté d'agglomération Vitré Communauté", "vitre"),
        ("Métropole Européenne de Lille", "lille"),
        ("Plaine Commune", "plaine commune"),
        ("Saint-Martin-de-Commune", "saint martin de commune"),
    ],
)
def test_a_key_is_what_tells_a_name_from_others(name, key):
    assert place_key(name) == key


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("bordeaux", "bordeaux", 0),
        ("bordaux", "bordeaux", 1),
        ("toulose", "toulouse", 1),
        ("lyno", "lyon", 1),
        ("nnates", "nantes", 1),
        ("kimper", "quimper", 2),
        ("abc", "xyz", 3),
        ("abcd", "wxyz", 4),
        ("a", "abcdef", 4),
        ("", "", 0),
    ],
)
def test_edits_are_counted_up_to_a_limit(one, other, count):
    assert edits(one, other, 3) == edits(other, one, 3) == count
