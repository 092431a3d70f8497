"""Every région, département and EPCI, and 500 communes: a page, within its queries.

The poles of the fixtures are committed in a database of this module's own.
"""

import random
import re

import pytest
from django.core.management import call_command
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

from directory.models import Pole, Territory
from tests import databases

MOST_QUERIES = 18
COMMUNES, SEED = 500, 2026
# parts of the whole, so that several workers share it
PARTS = 8
MARKS = re.compile(r'data-sieges="(\d+)" data-agissant="(\d+)"')


@pytest.fixture(scope="module", autouse=True)
def own_database(django_db_setup, django_db_blocker, worker):
    name = f"test_ptce_{worker}_territories"
    with django_db_blocker.unblock():
        databases.clone(name)
        with databases.connected_to(name):
            call_command("load_poles", verbosity=0)
            yield
        databases.drop(name)


def drawn():
    """All territories that are not communes, and communes drawn by a fixed seed."""
    level = Territory.Level
    every = Territory.objects.order_by("level", "code")
    communes = list(every.of_level(level.COMMUNE))
    larger = list(every.exclude(level=level.COMMUNE))
    return [*larger, *random.Random(SEED).sample(communes, COMMUNES)]


@pytest.mark.parametrize("part", range(PARTS))
def test_the_page_of_a_territory_answers_within_its_queries(client, part):
    for place in drawn()[part::PARTS]:
        path = place.get_absolute_url()
        # the log of a process is bounded, and counts nothing once it is full
        reset_queries()
        with CaptureQueriesContext(connection) as sent:
            response = client.get(path)
        assert response.status_code == 200, path
        assert len(sent) <= MOST_QUERIES, path
        if place.level in (Territory.Level.REGION, Territory.Level.DEPARTEMENT):
            active = Pole.objects.published().active()
            expected = (
                active.seated_in(place).count(),
                active.acting_on(place).count(),
            )
            told = MARKS.search(response.content.decode()).groups()
            assert tuple(map(int, told)) == expected, path


def test_all_larger_territories_and_five_hundred_communes_are_drawn():
    places = drawn()
    levels = [place.level for place in places]
    assert levels.count("region") == 18
    assert levels.count("departement") > 101
    assert levels.count("epci") > 1_250
    assert levels.count("commune") == COMMUNES
