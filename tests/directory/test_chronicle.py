"""What a process tells of any date is what the queries tell."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.models import Perimeter, Pole, StageRecord, Territory
from directory.models.census import Census
from directory.models.chronicle import Chronicle
from tests.makers import make_pole, territory

pytestmark = pytest.mark.django_db

# Straddling EPCI, EPT, Corse, overseas, Paris as a commune and as a département, Lyon.
PLACES = [
    *("commune:26281", "commune:75056", "commune:2A004", "commune:97411"),
    *("commune:69123", "commune:93066", "commune:97502", "commune:33063"),
    *("epci:200068781", "epci:200054781", "epci:200057867", "epci:200046977"),
    *("epci:200040590", "epci:243300316"),
    *("departement:26", "departement:75", "departement:2A", "departement:975"),
    *("departement:69", "departement:33"),
    *("region:84", "region:94", "region:11", "region:04"),
]
DATES = st.none() | st.dates(date(2008, 1, 1), date(2030, 1, 1))
places = st.sampled_from(PLACES)
spans = st.tuples(DATES, DATES).filter(lambda ends: None in ends or ends[0] < ends[1])
poles = st.fixed_dictionaries(
    {
        "seat": st.none() | places,
        "created_on": DATES,
        "closed_on": DATES,
        "stages": st.dictionaries(
            st.dates(date(2008, 1, 1), date(2030, 1, 1)),
            st.sampled_from(["emergence", "developpement", "en_sommeil", "clos"]),
            max_size=3,
        ),
        "reaches": st.dictionaries(places, spans, max_size=3),
    }
)


def found(queryset):
    return set(queryset.values_list("pk", flat=True))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    drawn=st.lists(poles, min_size=1, max_size=5),
    asked=st.lists(places, min_size=1, max_size=4),
    days=st.lists(st.dates(date(2007, 1, 1), date(2031, 1, 1)), max_size=3),
)
def test_the_chronicle_says_what_the_queries_say(db, drawn, asked, days):
    with transaction.atomic():
        compare(drawn, asked, days)
        transaction.set_rollback(True)


def compare(drawn, asked, days):
    for number, facts in enumerate(drawn):
        if None not in (facts["created_on"], facts["closed_on"]):
            facts["closed_on"] = max(facts["created_on"], facts["closed_on"])
        pole = make_pole(
            f"Pôle {number}",
            seat=facts["seat"],
            created_on=facts["created_on"],
            closed_on=facts["closed_on"],
        )
        for on, stage in facts["stages"].items():
            StageRecord.objects.create(pole=pole, stage=stage, on=on)
        for key, (since, until) in facts["reaches"].items():
            Perimeter.objects.create(
                pole=pole, territory=territory(key), since=since, until=until
            )
    known = Chronicle(Census())
    every = Pole.objects.published()
    for on in [*days, known.today]:
        active = set(known.active(on))
        assert active == found(every.active(on))
        assert {life.pk: life.stage(on) for life in known.lives.values()} == dict(
            every.with_stage(on).values_list("pk", "stage")
        )
        counts = known.acting_by_territory(on)
        for place in map(territory, asked):
            lives = known.lives.values()
            acting = {life.pk for life in lives if known.acts_on(life, place, on)}
            assert acting == found(every.acting_on(place, on))
            seated = {life.pk for life in lives if known.sits_in(life, place)}
            assert seated == found(every.seated_in(place))
            vague = {life.pk for life in lives if known.may_sit_in(life, place)}
            if on == known.today:
                assert vague - acting == found(every.placed_vaguely_around(place))
            if place.level != Territory.Level.COMMUNE:
                assert counts[place.pk] == len(acting & active)


def test_a_pole_that_acts_on_three_epci_of_two_regions_counts_once_in_each():
    make_pole(
        "Trois",
        seat=None,
        acts_on=["epci:200068781", "epci:200040590", "epci:243300316"],
    )
    known = Chronicle(Census())
    counts = known.acting_by_territory(known.today)
    for key in ("region:84", "region:75", "departement:26", "epci:243300316"):
        assert counts[territory(key).pk] == 1
    assert counts[territory("region:53").pk] == 0


def test_nothing_is_made_twice_until_it_is_forgotten():
    asked = []

    def make(known, number):
        asked.append(number)
        return number

    known = Chronicle(Census())
    assert [known.make(make, number) for number in (1, 2, 1)] == [1, 2, 1]
    assert asked == [1, 2]
