import json
import shutil

import pytest
from django.core.management import call_command

from directory.importers.reference import (
    FIXTURES,
    MissingRegions,
    load_reference,
    read_fixture,
)
from directory.models import (
    Network,
    Objective,
    Programme,
    Sector,
    StructureKind,
    Synonym,
)
from tests.makers import territory

pytestmark = pytest.mark.django_db

FILES = {
    "sectors": (Sector, 21),
    "structure_kinds": (StructureKind, 29),
    "objectives": (Objective, 8),
    "networks": (Network, 33),
    "programmes": (Programme, 9),
    "synonyms": (Synonym, 16),
}


@pytest.mark.parametrize("name", FILES)
def test_every_row_of_the_file_is_in_the_database(name):
    model, number = FILES[name]
    assert len(read_fixture(name)) == number
    assert model.objects.count() == number


@pytest.mark.parametrize("model", [model for model, _ in FILES.values()])
def test_every_reference_row_is_valid(model):
    for row in model.objects.all():
        row.full_clean()


def test_loading_twice_creates_nothing():
    assert set(load_reference().values()) == {0}


def test_a_row_that_a_person_edited_is_left_alone():
    Sector.objects.filter(slug="culture").update(name="Arts et culture")
    network = Network.objects.get(slug="cress-bretagne")
    network.regions.clear()
    load_reference()
    assert Sector.objects.get(slug="culture").name == "Arts et culture"
    assert not network.regions.exists()


def test_a_missing_row_is_created_again():
    Network.objects.get(slug="cress-occitanie").delete()
    created = load_reference()
    network = Network.objects.get(slug="cress-occitanie")
    assert created[Network] == 1
    assert [region.code for region in network.regions.all()] == ["76"]


def test_missing_regions_stop_the_loading_and_nothing_is_created(tmp_path):
    shutil.copytree(FIXTURES, tmp_path, dirs_exist_ok=True, ignore=_no_territories)
    networks = read_fixture("networks", tmp_path)
    networks.append({**networks[-1], "slug": "ailleurs", "regions": ["98"]})
    (tmp_path / "networks.json").write_text(json.dumps(networks))
    Sector.objects.get(slug="mobilite").delete()
    with pytest.raises(MissingRegions, match="98.*import_territories"):
        load_reference(tmp_path)
    assert not Sector.objects.filter(slug="mobilite").exists()
    assert not Network.objects.filter(slug="ailleurs").exists()


def _no_territories(folder, names):
    return ["territories"]


def test_the_command_says_what_it_created(capsys):
    Sector.objects.get(slug="mobilite").delete()
    call_command("load_reference")
    assert "thématiques : 1 en plus" in capsys.readouterr().out


def test_every_region_has_a_network_to_call_and_its_cress_comes_first():
    for network in Network.objects.filter(slug__startswith="cress-"):
        [region] = network.regions.all()
        assert Network.objects.to_call_for(region).first() == network


def test_where_no_regional_network_is_known_the_national_one_is_called():
    polynesia = territory("departement:987")
    assert Network.objects.to_call_for(polynesia).first().slug == "labo-ess"


def test_an_ambiguous_kind_of_structure_does_not_say_that_it_is_ess():
    kinds = StructureKind.objects.in_bulk(field_name="slug")
    for slug in ("entreprise-adaptee", "groupement-employeurs", "bailleur-social"):
        assert kinds[slug].family == "autre"
        assert kinds[slug].is_ess is None
    assert kinds["scic"].is_ess is True
    assert kinds["universite"].family == "recherche"
    assert kinds["organisme-formation"].family == "formation"
