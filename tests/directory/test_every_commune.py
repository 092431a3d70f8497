"""Every commune of France has an answer: a pole that acts there, or whom to call."""

import random

import pytest
from django.core.management import call_command
from django.db.models import Exists, OuterRef, Q

from directory.models import Network, Perimeter, Pole, Territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def poles(db):
    call_command("load_poles", verbosity=0)
    return Pole.objects.published()


def communes_acted_on(poles):
    """The rule seen from the communes, written apart from the QuerySet's own."""
    rungs = ("pk", "epci", "ept", "departement", "region")
    perimeters = Perimeter.objects.at().filter(pole__in=poles)
    reached = Q()
    for rung in rungs:
        reached |= Q(Exists(perimeters.filter(territory=OuterRef(rung))))
    reached |= Q(Exists(poles.filter(seat=OuterRef("pk"))))
    return Territory.objects.of_level("commune").filter(reached)


def test_every_commune_has_a_pole_or_a_network_to_call(poles):
    communes = Territory.objects.of_level("commune")
    acted_on = communes_acted_on(poles)
    regional = Network.objects.regional()
    called = communes.filter(Exists(regional.filter(regions=OuterRef("region"))))
    left = communes.exclude(pk__in=acted_on).exclude(pk__in=called)
    assert acted_on.count() > 1000
    assert not left.filter(region__isnull=False).exists()
    # Overseas collectivities have no regional network: a national one answers.
    assert left.exists()
    assert Network.objects.to_call_for(left.first()).first().kind == "national"


def test_the_rule_of_the_list_is_the_rule_of_the_communes(poles):
    acted_on = set(communes_acted_on(poles).values_list("pk", flat=True))
    communes = list(Territory.objects.of_level("commune").order_by("code"))
    chance = random.Random(2026)
    sample = chance.sample(communes, 60)
    sample += chance.sample([c for c in communes if c.pk in acted_on], 40)
    for commune in sample:
        assert poles.acting_on(commune).exists() == (commune.pk in acted_on), commune
