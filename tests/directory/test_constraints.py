"""The database keeps the promises of the models."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from directory.models import Membership, Perimeter, Pole, Recognition, Structure
from tests.makers import make_pole, make_structure, territory

pytestmark = pytest.mark.django_db


def refused(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


def test_blank_text_is_stored_as_unknown():
    pole = make_pole("Pôle", website="", phone="  ")
    pole.refresh_from_db()
    assert (pole.website, pole.phone) == (None, None)


def test_a_point_needs_both_coordinates_and_a_precision():
    pole = make_pole("Pôle", seat="departement:26")
    for latitude, longitude, precision in [
        (45.0, None, "commune"),
        (45.0, 5.0, None),
        (95.0, 5.0, "commune"),
    ]:
        pole.latitude, pole.longitude = latitude, longitude
        pole.position_precision = precision
        refused(pole.save)


def test_a_point_is_that_of_a_seat():
    pole = make_pole("Pôle")
    pole.seat = None
    refused(pole.save)


def test_a_published_pole_says_what_it_does():
    refused(lambda: make_pole("Pôle", description=None))
    refused(lambda: make_pole("Pôle", description="   "))


def test_a_perimeter_stands_once_at_a_time():
    pole = make_pole("Pôle")
    drome = territory("departement:26")

    def act(since, until):
        return Perimeter.objects.create(
            pole=pole, territory=drome, since=since, until=until
        )

    act(None, date(2015, 1, 1))
    act(date(2015, 1, 1), None)
    refused(lambda: act(date(2010, 1, 1), date(2011, 1, 1)))
    refused(lambda: act(date(2020, 1, 1), date(2019, 1, 1)))


def test_a_structure_has_a_role_once():
    pole, member = make_pole("Pôle"), make_structure()
    Membership.objects.create(pole=pole, structure=member)
    Membership.objects.create(pole=pole, structure=member, role="fondateur")
    refused(lambda: Membership.objects.create(pole=pole, structure=member))


def test_a_recognition_says_what_for():
    refused(lambda: Recognition.objects.create(pole=make_pole("Pôle")))


def test_company_numbers_are_checked():
    structure = make_structure("La Poste", siret="35600000049837")
    structure.full_clean()
    for field, number in [("siren", "123456789"), ("siret", "35600000012345")]:
        wrong = Structure(name="X", slug="x", kind=structure.kind, **{field: number})
        with pytest.raises(ValidationError) as error:
            wrong.full_clean()
        assert field in error.value.message_dict


def test_a_siret_begins_with_its_siren():
    structure = make_structure(siren="784671695", siret="35600000049837")
    with pytest.raises(ValidationError, match="commence par le SIREN"):
        structure.full_clean()


def test_the_same_name_twice_is_a_new_address_not_an_overwriting():
    make_pole("Pôle")
    refused(lambda: make_pole("Pôle"))
    assert Pole.objects.count() == 1
