import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from directory.geo import (
    EARTH_RADIUS_KM,
    contains,
    distance_km,
    is_in_world,
    most_surrounded,
)

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)

untimed = settings(deadline=None)

BORDEAUX = (44.8378, -0.5792)
PARIS = (48.8566, 2.3522)

SQUARE = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
HOLE = [[1, 1], [1, 2], [2, 2], [2, 1], [1, 1]]
ISLAND = [[6, 0], [7, 0], [7, 1], [6, 1], [6, 0]]


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def square_at(x, y):
    ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
    return polygon(ring)


def test_bordeaux_is_five_hundred_kilometres_from_paris():
    assert distance_km(*BORDEAUX, *PARIS) == pytest.approx(499, abs=1)


def test_antipodes_are_half_a_great_circle_apart():
    assert distance_km(12.5, 34.5, -12.5, -145.5) == pytest.approx(
        math.pi * EARTH_RADIUS_KM
    )


@untimed
@given(latitudes, longitudes, latitudes, longitudes)
def test_distance_is_the_same_both_ways_and_never_over_half_the_globe(a, b, c, d):
    there, back = distance_km(a, b, c, d), distance_km(c, d, a, b)
    assert there == pytest.approx(back, abs=1e-9)
    assert 0 <= there <= math.pi * EARTH_RADIUS_KM + 1e-9


@untimed
@given(latitudes, longitudes)
def test_a_position_is_at_no_distance_from_itself(latitude, longitude):
    assert distance_km(latitude, longitude, latitude, longitude) == 0


@untimed
@given(*[latitudes, longitudes] * 3)
def test_a_detour_is_never_shorter(lat1, lon1, lat2, lon2, lat3, lon3):
    direct = distance_km(lat1, lon1, lat3, lon3)
    detour = distance_km(lat1, lon1, lat2, lon2) + distance_km(lat2, lon2, lat3, lon3)
    # near antipodes, rounding moves the result by metres at most
    assert direct <= detour + 0.001


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(91, 0), (-90.1, 0), (0, 180.5), (math.nan, 0), (0, math.nan), (math.inf, 0)],
)
def test_what_is_not_on_the_globe_is_told(latitude, longitude):
    assert not is_in_world(latitude, longitude)


def test_a_hole_is_outside():
    geometry = polygon(SQUARE, HOLE)
    assert contains(geometry, 3, 3)
    assert contains(geometry, 0.5, 1.5)
    assert not contains(geometry, 1.5, 1.5)
    assert not contains(geometry, 5, 1.5)


def test_every_part_of_a_multipolygon_counts():
    geometry = {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [ISLAND]]}
    assert contains(geometry, 6.5, 0.5)
    assert contains(geometry, 3, 3)
    assert not contains(geometry, 5, 0.5)
    assert not contains(geometry, 1.5, 1.5)


def test_a_border_belongs_to_the_side_east_or_north_of_it():
    geometry = polygon(SQUARE)
    assert contains(geometry, 0, 2)
    assert contains(geometry, 2, 0)
    assert not contains(geometry, 4, 2)
    assert not contains(geometry, 2, 4)


grid = st.integers(0, 8).map(lambda number: number / 4)


@untimed
@given(grid, grid)
def test_a_position_lies_in_one_square_of_a_chessboard_and_one_only(x, y):
    assume(x < 2 and y < 2)
    squares = [square_at(i, j) for i in range(2) for j in range(2)]
    assert sum(contains(square, x, y) for square in squares) == 1


@untimed
@given(
    st.lists(st.tuples(grid, grid), min_size=1, max_size=6),
    st.floats(0.01, 1.99),
    st.floats(0.01, 1.99),
)
def test_a_shared_border_parts_neighbours_whichever_way_each_draws_it(bends, x, y):
    border = [(x + 1, y) for x, y in sorted(bends, key=lambda bend: bend[1])]
    border = [(2, 0), *border, (2, 2)]
    west = polygon([(0, 0), *border, (0, 2), (0, 0)])
    east = polygon([(4, 0), (4, 2), *reversed(border), (4, 0)])
    assert contains(west, x + 1, y) != contains(east, x + 1, y)


def test_a_line_has_no_inside():
    with pytest.raises(ValueError, match="LineString"):
        contains({"type": "LineString", "coordinates": [[0, 0], [1, 1]]}, 0, 0)


spots = st.tuples(st.floats(41, 51), st.floats(-5, 9))


@untimed
@given(
    st.lists(spots, max_size=15),
    st.lists(spots, max_size=15),
    st.floats(1, 300),
    st.integers(1, 3),
)
def test_the_most_surrounded_is_found_as_by_looking_at_all(towns, points, km, fewest):
    points = {point: 1 + rank % 2 for rank, point in enumerate(points)}
    centres = [(*town, rank) for rank, town in enumerate(towns)]
    far = [distance_km(*town, *point) for town in towns for point in points]
    assume(all(abs(distance - km) > 1e-6 for distance in far))
    counted = [
        (sum(n for p, n in points.items() if distance_km(*town, *p) <= km), rank)
        for rank, town in enumerate(towns)
    ]
    enough = [pair for pair in counted if pair[0] >= fewest]
    assert most_surrounded(centres, points, km, fewest) == max(enough, default=None)
