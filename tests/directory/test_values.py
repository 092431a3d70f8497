"""Fields of poles and structures as plain JSON values, read, told and written."""

from datetime import date

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from directory import values
from directory.models import Perimeter, Pole, Structure
from tests.makers import make_network, make_pole, make_structure

pytestmark = pytest.mark.django_db

POINT = {"latitude": 45.04, "longitude": 5.05, "precision": "adresse"}


def test_every_field_is_written_back_as_it_was_read():
    network = make_network("Réseau alpin")
    pole = make_pole(
        sectors=["culture", "batiment"],
        acts_on=["commune:26281", "departement:26"],
        carrier=make_structure("Porteuse"),
        created_on=date(2014, 9, 1),
        created_precision="mois",
        milieu="rural",
        website="https://pole.example/",
        email="contact@pole.example",
    )
    pole.networks.add(network)
    pole.refresh_from_db()
    read = {name: values.read(pole, name) for name in values.fields_of(Pole)}
    assert read["created"] == "2014-09"
    assert read["perimeters"] == ["commune:26281", "departement:26"]
    assert read["seat"] == "commune:26281"
    version = pole.version
    values.write(pole, read)
    pole.refresh_from_db()
    assert {name: values.read(pole, name) for name in read} == read
    assert pole.version == version


def test_every_field_of_a_structure_is_written_back_as_it_was_read():
    structure = make_structure(siren="356000000", siret="35600000049837")
    read = {name: values.read(structure, name) for name in values.fields_of(Structure)}
    values.write(structure, read)
    structure.refresh_from_db()
    assert {name: values.read(structure, name) for name in read} == read


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("short_name", None, "non renseigné"),
        ("sectors", [], "non renseigné"),
        ("website_is_carriers", True, "oui"),
        ("milieu", "mixte", "mixte"),
        ("seat", "commune:26281", "Romans-sur-Isère (commune 26281)"),
        ("created", "2014-09-01", "1er septembre 2014"),
        ("created", "2014", "2014"),
        ("position", POINT, "45,04000 ; 5,05000 (à l'adresse)"),
        ("perimeters", ["departement:26"], "Drôme (département 26)"),
    ],
)
def test_a_value_is_told_in_french(name, value, words):
    assert values.tell(Pole, name, value) == words


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""),
        ("name", "ab"),
        ("milieu", "lunaire"),
        ("seat", "commune:99999"),
        ("seat", "n'importe quoi"),
        ("sectors", ["culture", "inconnue"]),
        ("carrier", "pas-un-identifiant"),
        ("created", "2014-13"),
        ("created", "hier"),
        ("position", {"latitude": 145, "longitude": 5, "precision": "adresse"}),
        ("position", {"latitude": 45, "longitude": 5, "precision": "à peu près"}),
        ("position", "45,5"),
        ("perimeters", ["departement:26", "departement:999"]),
        ("email", "pas un courriel"),
        ("website", "javascript:alert(1)"),
    ],
)
def test_a_wrong_value_is_refused_beside_its_name_and_nothing_is_written(name, value):
    pole = make_pole()
    with pytest.raises(ValidationError) as refused:
        values.write(pole, {"short_name": "Autre nom", name: value})
    assert set(refused.value.error_dict) == {name}
    pole.refresh_from_db()
    assert pole.short_name is None


def test_what_clashes_between_fields_is_told_apart():
    pole = make_pole(closed_on=date(2015, 1, 1))
    with pytest.raises(ValidationError) as refused:
        values.write(pole, {"created": "2016"})
    assert set(refused.value.error_dict) == {NON_FIELD_ERRORS}


def test_an_old_fault_elsewhere_does_not_forbid_to_mend_this_one():
    pole = make_pole(website="ftp://ailleurs.example")
    values.write(pole, {"short_name": "Nouveau"})
    pole.refresh_from_db()
    assert pole.short_name == "Nouveau"


def test_writing_perimeters_keeps_those_that_stay_and_their_source():
    pole = make_pole(acts_on=["commune:26281", "departement:26"])
    kept = Perimeter.objects.get(pole=pole, territory__level="commune")
    values.write(pole, {"perimeters": ["commune:26281", "region:84"]})
    assert values.read(pole, "perimeters") == ["commune:26281", "region:84"]
    assert pole.perimeters.filter(pk=kept.pk).exists()
