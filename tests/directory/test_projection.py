import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.geo import distance_km
from directory.projection import (
    Frame,
    arcs,
    area,
    conic,
    is_inside,
    path_data,
    plain,
    rings,
    simplify,
    simplify_together,
)

untimed = settings(deadline=None)
FRANCE = (46.5, 3.0)
lambert = conic(44, 49, FRANCE)
whole = st.integers(-50, 50)
lines = st.lists(st.tuples(whole, whole), min_size=2, max_size=40)
LEFT = [(0, 0), (0, 4), (2, 4), (2, 2), (2, 0), (0, 0)]
RIGHT = [(2, 0), (2, 2), (2, 4), (4, 4), (4, 0), (2, 0)]


def test_the_origin_of_the_cone_is_its_zero_with_north_up():
    assert lambert(*FRANCE) == pytest.approx((0, 0))
    assert lambert(50, 3)[1] < 0 < lambert(46.5, 5)[0]


@untimed
@given(st.floats(43, 50), st.floats(-4, 8))
def test_the_cone_keeps_distances_in_france(latitude, longitude):
    north = math.dist(lambert(latitude, longitude), lambert(latitude + 0.1, longitude))
    real = distance_km(latitude, longitude, latitude + 0.1, longitude)
    assert north == pytest.approx(real, rel=0.003)


def test_an_island_keeps_its_shape():
    project = plain((-21.1, 55.5))
    east = math.dist(project(-21.1, 55.5), project(-21.1, 55.6))
    assert east == pytest.approx(distance_km(-21.1, 55.5, -21.1, 55.6), rel=0.001)


def test_a_frame_fits_its_positions_and_holds_no_antipode():
    corners = [(42.3, -4.8), (51.1, 2.5), (48.9, 8.2), (41.4, 9.2)]
    frame = Frame.around(corners, (0, 0, 100, 90), origin=FRANCE, project=lambert)
    points = [frame.place(*corner) for corner in corners]
    xs, ys = zip(*points, strict=True)
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    assert max(width / 100, height / 90) == pytest.approx(1)
    assert (min(xs) + max(xs), min(ys) + max(ys)) == pytest.approx((100, 90))
    assert frame.holds(46.5, 3)
    assert not frame.holds(-46.5, -177)
    assert not frame.holds(60, 3)


@given(lines, st.floats(0, 20))
def test_a_simplified_line_keeps_its_ends_and_stays_near(line, tolerance):
    short = simplify(line, tolerance)
    assert (short[0], short[-1]) == (line[0], line[-1])
    assert set(short) <= set(line)
    for point in line:
        nearest = min(
            to_segment(point, a, b) for a, b in zip(short, short[1:], strict=False)
        )
        assert nearest <= tolerance + 1e-9


def to_segment(point, a, b):
    steps = [
        (a[0] + (b[0] - a[0]) * t / 100, a[1] + (b[1] - a[1]) * t / 100)
        for t in range(101)
    ]
    # sampled, so as to share nothing with the code: rounded down by half a step
    return min(math.dist(point, step) for step in steps) - math.dist(a, b) / 200


def test_a_shared_border_is_walked_once():
    found = list(arcs([LEFT, RIGHT]))
    middle = [line for line in found if set(line) == {(2, 0), (2, 2), (2, 4)}]
    assert len(middle) == 1
    assert sum(len(line) - 1 for line in found) == 8


def test_an_island_is_walked_whole():
    (line,) = arcs([[(0, 0), (0, 3), (3, 3), (0, 0)]])
    assert line[0] == line[-1]
    assert set(line) == {(0, 0), (0, 3), (3, 3)}


def test_inside_and_area_of_a_ring():
    assert area(LEFT) == 8
    assert is_inside([LEFT], 1, 1)
    assert not is_inside([LEFT], 3, 1)


def test_rings_come_latitude_first():
    square = [[1, 2], [3, 2], [3, 4], [1, 2]]
    turned = [(2, 1), (2, 3), (4, 3), (2, 1)]
    polygon = {"type": "Polygon", "coordinates": [square]}
    several = {"type": "MultiPolygon", "coordinates": [[square], [square]]}
    assert list(rings(polygon)) == [turned]
    assert list(rings(several)) == [turned, turned]


@pytest.mark.parametrize(
    ("line", "closed", "data"),
    [
        ([(0, 0), (3, -2), (1.2, 4.4)], False, "M0 0l3-2-2 6"),
        ([(5, 5), (9, 5), (9, 9), (5, 5)], True, "M5 5l4 0 0 4z"),
        ([(5, 5), (5.2, 5.1)], False, ""),
        ([(5, 5), (9, 5), (5, 5)], True, ""),
    ],
)
def test_a_path_is_written_short(line, closed, data):
    assert path_data([line], closed=closed) == data


def test_neighbours_simplified_together_keep_the_same_border():
    jagged = [(2, y) if y % 2 else (2.3, y) for y in range(21)]
    left = [(0, 0), *jagged, (0, 20), (0, 0)]
    right = [*jagged, (4, 20), (4, 0), jagged[0]]
    specks = [
        [(9, 9), (9, 11), (11, 11), (9, 9)],
        [(15, 9), (15, 9.5), (16, 9), (15, 9)],
    ]
    areas = {"left": [left], "right": [right], "specks": specks}
    fewer, borders = simplify_together(areas, 0.5, smallest=1)
    assert len(fewer["left"][0]) < len(left)
    assert set(fewer["left"][0]) & set(jagged) == set(fewer["right"][0]) & set(jagged)
    assert fewer["specks"] == specks[:1]
    assert [line[0] for line, _ in borders] == [short[0] for _, short in borders]


def test_the_largest_ring_stays_however_small():
    speck = [(0, 0), (0, 1), (1, 1), (0, 0)]
    assert simplify_together({"islet": [speck]}, 0.1, smallest=50)[0] == {
        "islet": [speck]
    }
