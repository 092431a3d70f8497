"""`is_public` is what it says after any change, through whatever door."""

import pytest
from django.db import connection
from django.db.models import Q

from directory.models import Membership, Pole, Structure
from tests.makers import make_pole, make_structure
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def atelier(db):
    return make_structure("Atelier")


def public():
    """Names of the public structures, as told; they are those of the definition."""
    told = set(Structure.objects.filter(is_public=True).values_list("name", flat=True))
    is_shown = Q(memberships__pole__publication="publie")
    is_shown |= Q(carried_poles__publication="publie")
    assert told == set(
        Structure.objects.filter(is_shown).values_list("name", flat=True)
    )
    return told


def test_a_member_is_public_as_long_as_its_pole_is(atelier):
    pole = make_pole("Pôle", publication="brouillon", members=[atelier])
    assert public() == set()
    pole.publication = Pole.Publication.PUBLISHED
    pole.save()
    assert public() == {"Atelier"}
    pole.publication = Pole.Publication.ARCHIVED
    pole.save()
    assert public() == set()


def test_a_member_is_public_as_long_as_it_is_one(atelier):
    pole = make_pole("Pôle")
    membership = Membership.objects.create(pole=pole, structure=atelier)
    assert public() == {"Atelier"}
    membership.structure = make_structure("Moulin")
    membership.save()
    assert public() == {"Moulin"}
    membership.delete()
    assert public() == set()


def test_who_carries_a_pole_is_public(atelier):
    pole = make_pole("Pôle", carrier=atelier)
    assert public() == {"Atelier"}
    pole.carrier = make_structure("Moulin")
    pole.save()
    assert public() == {"Moulin"}
    pole.carrier = None
    pole.save()
    assert public() == set()


def test_one_public_pole_of_two_is_enough(atelier):
    first, second = (make_pole(name, members=[atelier]) for name in ("A", "B"))
    first.delete()
    assert public() == {"Atelier"}
    second.delete()
    assert public() == set()


def test_a_row_read_before_does_not_bring_back_what_it_was(atelier):
    make_pole("Pôle", members=[Structure.objects.get(pk=atelier.pk)])
    atelier.name = "Atelier du pont"
    atelier.save()
    assert public() == {"Atelier du pont"}


def test_sql_is_kept_too(atelier):
    pole = make_pole("Pôle", publication="brouillon", members=[atelier])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE directory_pole SET publication = 'publie' WHERE id = %s", [pole.pk]
        )
    assert public() == {"Atelier"}


def test_the_list_is_in_name_order_on_every_page_and_counts_poles(client, queries):
    members = [make_structure(f"Structure {number:02}") for number in range(45)]
    make_pole("A", members=members)
    make_pole("B", members=members[:1])
    with queries(6):
        first = client.get("/structures/")
    second = client.get("/structures/?page=2")
    assert Page(first).total == Page(second).total == 45
    slugs = Page(first).marks("structure") + Page(second).marks("structure")
    assert slugs == [f"structure-{number:02}" for number in range(45)]
    text = " ".join(first.content.decode().split())
    assert text.index("2 pôles</span>") < text.index("1 pôle</span>")
