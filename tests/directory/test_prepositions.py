import pytest

from directory.models import Territory
from directory.prepositions import (
    DEPARTEMENTS_IN,
    IN_REGION,
    around,
    fully_located,
    located,
    with_parent,
)
from directory.text import fold
from tests.makers import territory


@pytest.mark.django_db
def test_every_region_and_departement_has_its_preposition():
    levels = [Territory.Level.REGION, Territory.Level.DEPARTEMENT]
    for place in Territory.objects.filter(level__in=levels):
        words = fold(located(place))
        assert words.endswith(fold(place.name))
        before = words.removesuffix(fold(place.name)).strip()
        assert before in {
            "en",
            "a",
            "dans l",
            "dans le",
            "dans la",
            "dans les",
            "sur l",
        }


@pytest.mark.django_db
def test_the_departements_of_each_region_are_the_official_ones():
    departements = Territory.objects.of_level("departement")
    official = {}
    for code, region in departements.values_list("code", "region__code"):
        official.setdefault(region, set()).add(code)
    assert {region: set(listed) for region, listed in DEPARTEMENTS_IN.items()} == (
        official
    )
    assert set(IN_REGION) == set(official) - {None}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("region:76", "en Occitanie"),
        ("region:11", "en Île-de-France"),
        ("region:32", "dans les Hauts-de-France"),
        ("region:04", "à La Réunion"),
        ("region:94", "en Corse"),
        ("departement:26", "dans la Drôme"),
        ("departement:11", "dans l'Aude"),
        ("departement:40", "dans les Landes"),
        ("departement:75", "à Paris"),
        ("departement:976", "à Mayotte"),
        ("departement:2B", "en Haute-Corse"),
        ("commune:33063", "à Bordeaux"),
        ("commune:97407", "au Port"),
        ("commune:97101", "aux Abymes"),
        ("commune:17300", "à La Rochelle"),
        ("commune:93039", "à L'Île-Saint-Denis"),
        ("epci:244000659", "dans la communauté de communes du Seignanx"),
        ("epci:200046977", "dans la métropole de Lyon"),
        ("epci:246700488", "dans l'eurométropole de Strasbourg"),
        ("epci:243300316", "à Bordeaux Métropole"),
    ],
)
def test_a_territory_is_located_as_french_says_it(key, words):
    assert located(territory(key)) == words


@pytest.mark.django_db
def test_every_intercommunality_is_located():
    for place in Territory.objects.of_level("epci"):
        words = located(place)
        if place.name.startswith("Communauté"):
            assert words == f"dans la c{place.name[1:]}"
        else:
            assert words.startswith(("dans la métropole ", "dans l'euro", "à "))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Toulouse", "autour de Toulouse"),
        ("Auch", "autour d'Auch"),
        ("Évreux", "autour d'Évreux"),
        ("Hyères", "autour d'Hyères"),
        ("Yvetot", "autour d'Yvetot"),
        ("Yutz", "autour de Yutz"),
        ("Haguenau", "autour de Haguenau"),
        ("Le Mans", "autour du Mans"),
        ("Les Abymes", "autour des Abymes"),
        ("La Rochelle", "autour de La Rochelle"),
        ("L'Haÿ-les-Roses", "autour de L'Haÿ-les-Roses"),
        ("Lens", "autour de Lens"),
    ],
)
def test_the_name_of_a_town_melts_or_elides(name, words):
    assert around(Territory(level="commune", name=name)) == words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "name", "where"),
    [
        ("commune:72181", "Le Mans (Sarthe)", "au Mans (Sarthe)"),
        ("commune:97101", "Les Abymes (Guadeloupe)", "aux Abymes (Guadeloupe)"),
        ("commune:75056", "Paris", "à Paris"),
        ("departement:32", "Gers", "dans le Gers"),
    ],
)
def test_a_commune_is_told_with_its_departement(key, name, where):
    place = territory(key)
    assert with_parent(place) == name
    assert fully_located(place) == where
