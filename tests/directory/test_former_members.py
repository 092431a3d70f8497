"""A structure that was a member keeps its page, and is counted as a member no more."""

from datetime import date

import pytest
from django.utils import timezone

from directory.models import Membership, former_members
from directory.statistics import directory_figures
from tests.makers import make_pole, make_structure
from tests.page import Page

from .test_search import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pole(db):
    return make_pole("Pôle", members=[make_structure("Moulin")])


@pytest.fixture
def gone(pole):
    """A structure whose only membership ends today."""
    gone = make_structure("Atelier", slug="atelier")
    join(pole, gone, since=date(2019, 1, 1), until=timezone.localdate())
    return gone


def join(pole, structure, **fields):
    return Membership.objects.create(pole=pole, structure=structure, **fields)


def listed(client, **query):
    return Page(client.get("/structures/", query)).marks("structure")


def test_the_list_and_the_figure_are_of_members_of_today(client, gone):
    assert former_members() == {gone.pk}
    assert listed(client) == ["moulin"]
    assert listed(client, quoi="atelier") == []
    assert directory_figures()["structures"] == 1


def test_its_page_says_what_it_was(client, gone, queries):
    with queries(18):
        client.get(gone.get_absolute_url())
    told = text_of(client, gone.get_absolute_url())
    assert "Aucun à ce jour" in told
    year = timezone.localdate().year
    assert f"Pôles dont elle n'est plus membre Pôle membre de 2019 à {year}" in told


def test_the_sheet_tells_who_left_apart_from_the_members(client, pole, gone):
    response = client.get(pole.get_absolute_url())
    assert Page(response).marks("structure") == ["moulin"]
    year = timezone.localdate().year
    words = text_of(client, pole.get_absolute_url())
    assert f"N'est plus membre : Atelier (jusqu'en {year})." in words
    gone.archived = True
    gone.save()
    page = client.get(pole.get_absolute_url()).content.decode()
    assert "Atelier (jusqu'en" in page
    assert gone.get_absolute_url() not in page


def test_who_came_back_or_carries_a_pole_did_not_leave(client, pole, gone):
    join(pole, gone, role="fondateur")
    assert former_members() == set()
    assert listed(client) == ["atelier", "moulin"]
    assert "plus membre" not in text_of(client, pole.get_absolute_url())
    carrier = make_structure("Fabrique")
    join(pole, carrier, until=date(2020, 1, 1))
    assert former_members() == {carrier.pk}
    pole.carrier = carrier
    pole.save()
    assert former_members() == set()


def test_the_last_of_several_memberships_over_is_told_once(pole, gone):
    join(pole, gone, role="fondateur", until=date(2020, 1, 1))
    last = join(pole, gone, role="partenaire", until=timezone.localdate())
    other = join(make_pole("Autre"), gone, until=date(2021, 1, 1))
    assert list(gone.memberships.over()) == [last, other]
    assert not gone.memberships.over(on=date(2019, 6, 1)).exists()
