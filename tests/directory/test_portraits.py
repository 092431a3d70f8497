"""The counting rules of territory pages, case by case."""

from datetime import date

import pytest

from directory.models import (
    Membership,
    Programme,
    Recognition,
    StageRecord,
    StructureKind,
    Territory,
    YearlyFigures,
    chronicle,
)
from directory.statistics import (
    alike,
    authorities,
    comparison,
    maybe_seated,
    portraits,
    recognitions,
    themes,
    white_communes,
    white_zones,
)
from tests.makers import make_pole, make_structure, territory
from tests.page import Page

pytestmark = pytest.mark.django_db

TODAY = None
PAST = date(2016, 1, 1)


def place(key):
    return key and territory(key)


def portrait(key, on=TODAY):
    known = chronicle()
    return portraits(known, [place(key)], on or known.today)[0]


def names(ids):
    poles = chronicle().census.poles
    return {poles[pk].name for pk in ids}


# (poles as arguments of make_pole, territory, acting, seated)
THREE = {
    "seat": None,
    "acts_on": ["epci:200068781", "epci:200040590", "epci:243300316"],
}
IN_2A = {"seat": "commune:2A004"}
PARIS = {"seat": "commune:75056"}
RULES = {
    # acts on three EPCI of two régions: once everywhere, at every level
    "three EPCI, one of them": (THREE, "epci:243300316", 1, 0),
    "three EPCI, a commune": (THREE, "commune:26281", 1, 0),
    "three EPCI, a région with two": (THREE, "region:84", 1, 0),
    "three EPCI, the other région": (THREE, "region:75", 1, 0),
    "three EPCI, no part": (THREE, "region:53", 0, 0),
    "three EPCI, France": (THREE, None, 1, 0),
    # an EPCI over two départements: CC of the Royans-Vercors and others
    "straddling EPCI, by its commune": (
        {"seat": "commune:84138"},
        "epci:200040681",
        1,
        1,
    ),
    "straddling EPCI as a perimeter, first": (
        {"seat": None, "acts_on": ["epci:200040681"]},
        "departement:26",
        1,
        0,
    ),
    "straddling EPCI as a perimeter, second": (
        {"seat": None, "acts_on": ["epci:200040681"]},
        "departement:84",
        1,
        0,
    ),
    "straddling EPCI as a seat lies in none": (
        {"seat": "epci:200040681"},
        "departement:26",
        0,
        0,
    ),
    # Corse
    "2A from Ajaccio": (IN_2A, "departement:2A", 1, 1),
    "not 2B": (IN_2A, "departement:2B", 0, 0),
    "Corse from 2A": (IN_2A, "region:94", 1, 1),
    # overseas: a région is a département, a collectivity has no région
    "La Réunion, région": ({"seat": "commune:97411"}, "region:04", 1, 1),
    "La Réunion, département": ({"seat": "commune:97411"}, "departement:974", 1, 1),
    "known to the région only, same communes": (
        {"seat": "region:04"},
        "departement:974",
        1,
        1,
    ),
    "Saint-Pierre-et-Miquelon": ({"seat": "commune:97502"}, "departement:975", 1, 1),
    # Paris is a commune and a département, without arrondissements of its own here
    "Paris, commune": (PARIS, "commune:75056", 1, 1),
    "Paris, département": (PARIS, "departement:75", 1, 1),
    "Paris, métropole": (PARIS, "epci:200054781", 1, 1),
    "the département of Paris as a seat": (
        {"seat": "departement:75"},
        "commune:75056",
        1,
        1,
    ),
    # a pole with only a département
    "only a département, there": ({"seat": "departement:26"}, "departement:26", 1, 1),
    "only a département, its région": ({"seat": "departement:26"}, "region:84", 1, 1),
    "only a département, no commune": (
        {"seat": "departement:26"},
        "commune:26281",
        0,
        0,
    ),
    "only a département, no EPCI": ({"seat": "departement:26"}, "epci:200068781", 0, 0),
    # closed, asleep, drafts
    "closed": ({"closed_on": date(2020, 1, 1)}, "commune:26281", 0, 0),
    "asleep": ({"stage": "en_sommeil"}, "commune:26281", 0, 0),
    "draft": ({"publication": "brouillon"}, "commune:26281", 0, 0),
    "nothing known": ({"seat": None}, None, 1, 0),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_pole_counts_where_the_rule_says_and_once(rule):
    pole, key, acting, seated = RULES[rule]
    make_pole("Pôle", **pole)
    found = portrait(key).poles
    assert (len(found.acting), len(found.seated)) == (acting, seated)


def test_a_pole_that_sits_and_acts_in_many_parts_counts_once():
    make_pole("Pôle", acts_on=["commune:26281", "epci:200068781", "departement:26"])
    for key in (None, "region:84", "departement:26", "epci:200068781", "commune:26281"):
        found = portrait(key).poles
        assert (len(found.acting), len(found.seated)) == (1, 1)
        assert len(found.located) == 1


def test_a_commune_merged_into_another_keeps_its_poles_there():
    """Former communes are no territories: their code leads to that of today."""
    annecy = Territory.objects.search("74011")[0]
    assert (annecy.code, annecy.matched) == ("74010", "Annecy-le-Vieux")
    make_pole("Pôle", seat=annecy)
    assert len(portrait("commune:74010").poles.seated) == 1


def test_a_closed_pole_is_told_apart():
    make_pole("Clos", closed_on=date(2020, 1, 1), created_on=date(2012, 1, 1))
    now, then = portrait("commune:26281").poles, portrait("commune:26281", PAST).poles
    assert (names(now.acting), names(now.over)) == (set(), {"Clos"})
    assert (names(then.acting), names(then.over)) == ({"Clos"}, set())


def test_a_pole_without_a_date_counts_today_only_and_is_told():
    make_pole("Sans date")
    assert names(portrait("commune:26281").poles.acting) == {"Sans date"}
    then = portrait("commune:26281", PAST).poles
    assert (then.acting, names(then.undated)) == ([], {"Sans date"})


def test_a_pole_closed_at_a_date_is_over_even_when_nothing_dates_its_beginning():
    make_pole("Clos", closed_on=date(2015, 1, 1))
    then, before = (
        portrait("commune:26281", on).poles for on in (PAST, date(2012, 1, 1))
    )
    assert (names(then.over), names(then.undated)) == ({"Clos"}, set())
    assert (names(before.over), names(before.undated)) == (set(), {"Clos"})


def test_years_go_from_2009_to_the_date():
    make_pole("Un", created_on=date(2012, 5, 1))
    make_pole("Deux", created_on=date(2010, 1, 1), closed_on=date(2014, 6, 1))
    years = {on.year: number for on, number in portrait("commune:26281").poles.years}
    assert [years[year] for year in (2009, 2010, 2012, 2013, 2014)] == [0, 1, 2, 2, 1]
    then = portrait("commune:26281", PAST).poles.years
    assert (then[0], then[-1]) == ((date(2009, 12, 31), 0), (PAST, 1))


def test_stages_are_those_of_the_date():
    pole = make_pole("Pôle", stage="emergence", on="2012-01-01")
    StageRecord.objects.create(pole=pole, stage="consolidation", on=date(2018, 1, 1))
    assert portrait("region:84", PAST).poles.stages == {"emergence": 1}
    assert portrait("region:84").poles.stages == {"consolidation": 1}


def test_whole_regions_are_told_apart():
    make_pole("Régional", seat="commune:33063", acts_on=["region:84"])
    make_pole("Proche", seat=None, acts_on=["epci:200068781"])
    found = portrait("commune:26281").poles
    assert names(found.regional) == {"Régional"}
    assert len(found.acting) == 2
    assert portrait("region:84").poles.regional == frozenset()


def test_the_population_is_that_of_communes_where_a_pole_acts():
    make_pole("Régional", seat="commune:33063", acts_on=["region:84"])
    make_pole("Siège")
    romans, drome = territory("commune:26281"), portrait("departement:26").population
    assert (drome.covered, drome.closely) == (drome.total, romans.population)
    assert drome.share == 1
    assert portrait("region:53").population.share == 0
    bordeaux = portrait("departement:33").population
    assert bordeaux.covered == territory("commune:33063").population
    assert portrait("departement:975").population.total is not None


def test_a_structure_of_two_poles_counts_once():
    shared, own = (
        make_structure("Commune"),
        make_structure("Ville", kind="collectivite"),
    )
    make_pole("Un", members=[shared, own])
    two = make_pole("Deux", members=[shared])
    Membership.objects.create(
        pole=two, structure=make_structure("Partie"), until=date(2015, 1, 1)
    )
    found = portrait("region:84")
    assert found.families == {
        StructureKind.Family.ESS: 1,
        StructureKind.Family.PUBLIC: 1,
    }
    assert found.members == 2


def test_authorities_that_are_members_are_named_those_of_the_place_first():
    romans = make_structure(
        "Ville de Romans", kind="collectivite", commune=territory("commune:26281")
    )
    make_pole("Un", members=[make_structure("Aiguille", kind="collectivite"), romans])
    told = authorities(portrait("epci:200068781").poles)
    assert [(s.name, bool(s.here)) for s in told] == [
        ("Ville de Romans", True),
        ("Aiguille", False),
    ]


def test_sums_are_of_the_last_value_and_say_how_many_answered():
    one, two = make_pole("Un"), make_pole("Deux")
    make_pole("Trois")
    for pole, year, jobs, people in (
        (one, 2014, 10, None),
        (one, 2018, 12.5, 0),
        (two, 2015, 5, None),
    ):
        YearlyFigures.objects.create(
            pole=pole, year=year, jobs_fte=jobs, volunteers=people
        )
    jobs, turnover, volunteers = portrait("region:84").declared
    assert (jobs.total, jobs.answered, jobs.asked) == (17.5, 2, 3)
    assert jobs.years == "de 2015 à 2018"
    assert (turnover.total, turnover.answered, turnover.years) == (None, 0, None)
    assert (volunteers.total, volunteers.answered) == (0, 1)
    assert portrait("region:84", PAST).declared[0].asked == 0


def test_jobs_are_summed_to_a_tenth():
    for name, jobs in (("Un", "10.1"), ("Deux", "20.2")):
        YearlyFigures.objects.create(pole=make_pole(name), year=2018, jobs_fte=jobs)
    assert portrait("region:84").declared[0].total == 30.3


def test_themes_count_each_pole_in_each_of_its_themes():
    make_pole("Un", sectors=["culture", "numerique"])
    make_pole("Deux", sectors=["culture"])
    make_pole("Trois")
    told = themes(chronicle(), portrait("region:84").poles)
    assert {slug: number for slug, _, number in told} == {
        "culture": 2,
        "numerique": 1,
        None: 1,
    }


def test_white_zones_are_where_nothing_is_known():
    make_pole("Siège")
    make_pole("Régional", seat="commune:01053", acts_on=["region:53"])
    known = chronicle()
    romans, bordeaux, rennes = map(
        territory, ("epci:200068781", "epci:243300316", "epci:243500139")
    )
    zones = white_zones(known, [romans, bordeaux, rennes], known.today)
    assert [(zone.territory, zone.regional) for zone in zones] == [
        (bordeaux, 0),
        (rennes, 1),
    ]
    assert zones[0].nearest.name == "Siège"
    assert 440 < zones[0].km < 460


def test_poles_that_may_sit_in_a_zone_are_counted_beside():
    make_pole("Quelque part", seat="departement:26")
    make_pole("Ailleurs", seat="departement:33")
    known = chronicle()
    romans = white_zones(known, [territory("epci:200068781")], known.today)
    assert (len(romans), maybe_seated(known, romans, known.today)) == (1, 1)
    assert maybe_seated(known, [], known.today) == 0


def test_many_zones_drive_nothing_out_of_what_is_kept():
    asked = []

    def make(known):
        asked.append(known)

    make_pole("Siège")
    known = chronicle()
    known.make(make)
    white_zones(known, Territory.objects.of_level("epci"), known.today)
    known.make(make)
    assert len(asked) == 1


def test_white_communes_are_those_without_seat_nor_perimeter():
    make_pole("Siège", acts_on=["commune:26057"])
    epci = territory("epci:200068781")
    communes = list(Territory.objects.communes_of(epci))
    known = chronicle()
    white = {
        z.territory.code for z in white_communes(known, epci, communes, known.today)
    }
    assert len(white) == len(communes) - 2
    assert white.isdisjoint({"26281", "26057"})


def test_a_comparison_tells_no_rate_on_small_numbers():
    make_pole("Pôle", stage="emergence", acts_on=["departement:26"])
    known = chronicle()
    places = [territory("commune:26362"), territory("commune:26004")]
    lines = {
        line.name: line for line in comparison(portraits(known, places, known.today))
    }
    rates = lines["Pôles pour 100\u00a0000 habitants"].values
    assert rates == [pytest.approx(100_000 / places[0].population), None]
    assert lines["Pôles qui y agissent"].values == [1, 1]
    assert lines["Part des pôles dont une source dit l'étape"].values == [None, None]


def test_a_departement_is_not_likened_to_an_overseas_collectivity():
    assert all(place.region_id for place in alike(territory("departement:976")))
    assert not any(place.region_id for place in alike(territory("departement:988")))


def test_territories_alike_are_of_the_same_level_and_of_a_close_population():
    drome = territory("departement:26")
    found = list(alike(drome))
    assert len(found) == 6
    assert {place.level for place in found} == {"departement"}
    gaps = [abs(place.population - drome.population) for place in found]
    assert gaps == sorted(gaps)
    assert drome not in found
    assert list(alike(None)) == []


def test_recognitions_are_told_by_programme_from_their_date():
    called, chosen = Programme.objects.order_by("year", "slug")[:2]
    one, two = make_pole("Un", created_on=date(2010, 1, 1)), make_pole("Deux")
    for pole, programme, on in (
        (one, called, date(2014, 1, 1)),
        (two, called, date(2018, 1, 1)),
        (one, chosen, None),
    ):
        Recognition.objects.create(pole=pole, programme=programme, on=on)
    known = chronicle()
    now, then = portrait("region:84").poles, portrait("region:84", PAST).poles
    assert recognitions(known, now) == [
        (called.slug, called.name, 2),
        (chosen.slug, chosen.name, 1),
    ]
    assert recognitions(known, then) == [(called.slug, called.name, 1)]


def test_figures_of_a_year_count_once_it_is_over():
    pole = make_pole("Pôle", created_on=date(2010, 1, 1))
    YearlyFigures.objects.create(pole=pole, year=2015, volunteers=3)
    told = {
        on: portrait("region:84", on).declared[2].total
        for on in (date(2015, 6, 1), date(2015, 12, 31), date(2016, 1, 1))
    }
    assert list(told.values()) == [None, 3, 3]


def test_a_region_of_one_departement_is_as_close_as_it():
    make_pole("Pôle", seat=None, acts_on=["region:04"])
    assert portrait("commune:97411").poles.regional == frozenset()
    assert portrait("departement:974").population.close_share == 1


def test_beyond_five_hundred_kilometres_no_pole_is_near():
    make_pole("Romans")
    known = chronicle()
    mayotte = territory("epci:200050532")
    zone = white_zones(known, [mayotte], known.today)[0]
    assert (zone.nearest, zone.km) == (None, None)


def test_a_seat_alone_covers_its_commune_and_is_told_apart():
    make_pole("Siège")
    people = portrait("departement:26").population
    assert (people.covered, people.reached) == (
        territory("commune:26281").population,
        0,
    )
    make_pole("Agit", acts_on=["epci:200068781"])
    known = portrait("departement:26").population
    assert known.reached == known.covered > people.covered
    assert portrait("commune:26281").population.reached_share == 1


def test_poles_whose_stage_is_not_told_since_five_years_are_named():
    make_pole("Dit", stage="emergence", on="2014-01-01")
    make_pole("Muet", created_on=date(2009, 1, 1))
    assert names(portrait("commune:26281", PAST).poles.stale) == {"Muet"}
    assert names(portrait("commune:26281", date(2020, 1, 1)).poles.stale) == {
        "Dit",
        "Muet",
    }


def test_a_seat_known_to_the_region_alone_is_told_nowhere_in_it(client):
    make_pole("Région", seat="region:84")
    make_pole("Département", seat="departement:26")
    page = Page(client.get("/territoires/commune/26281/"))
    assert page.marks("pole", "li") == ["departement"]
