"""The vocabulary of queries on structures."""

import pytest

from directory.models import Membership, Structure
from tests.admin_pages import found, page, suggested
from tests.makers import make_pole, make_structure

pytestmark = pytest.mark.django_db


@pytest.fixture
def structures():
    """Two namesakes with their numbers, and another."""
    make_structure("Les Amis de l'Écluse", slug="amis", siret="99000001000027")
    make_structure("Les amis de l'écluse 1000", slug="amis-1000")
    make_structure("Brasserie", siren="990000010")


def held(text):
    words = Structure.objects.holding_words(text)
    return sorted(words.values_list("slug", flat=True))


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("ECLUSE amis", ["amis", "amis-1000"]),
        ("écl", ["amis", "amis-1000"]),
        ("1000", ["amis", "amis-1000"]),
        ("amis 1000", ["amis", "amis-1000"]),
        ("990 000 010", ["amis", "brasserie"]),
        ("99000001000027", ["amis"]),
        ("amis brasserie", []),
        ("99000001000027x", []),
        ("", ["amis", "amis-1000", "brasserie"]),
    ],
)
def test_every_word_is_held_by_the_name_or_a_number(structures, text, slugs):
    assert held(text) == slugs


def test_the_list_and_the_choices_of_the_admin_find_the_same(client, admin, structures):
    client.force_login(admin)
    names = {"Les Amis de l'Écluse", "Les amis de l'écluse 1000"}
    assert found(client.get(page("structure"), {"q": "amis 1000"})) == names
    labels = suggested(client, "membership", "structure", "amis 1000")
    assert {label.split(" (")[0] for label in labels} == names


def test_published_poles_are_counted_once_each():
    structure = make_structure()
    pole = make_pole("Pôle publié", members=[structure])
    Membership.objects.create(pole=pole, structure=structure, role="fondateur")
    make_pole("Autre pôle publié", members=[structure])
    make_pole("Brouillon", publication="brouillon", members=[structure])
    make_structure("Sans pôle")
    counted = Structure.objects.with_pole_count().values_list("slug", "pole_count")
    assert dict(counted) == {"structure-test": 2, "sans-pole": 0}
