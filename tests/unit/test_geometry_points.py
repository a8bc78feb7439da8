"""How far a point lies outside of an area, in metres on the ground."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.vocabulary import metres_outside, square_around

LON, LAT = 112.335542, 37.357869
HALF_M = 100.0
SQUARE = square_around(LON, LAT, (2 * HALF_M) ** 2)
NORTH = 110_985.5  # metres of one degree of latitude at 37.36 degrees, from a table
EAST = 88_590.0  # and of longitude


@pytest.mark.parametrize(
    ("east_m", "north_m", "metres"),
    [
        (0, 0, 0),
        (99, -99, 0),
        (105, 0, 5),
        (0, -140, 40),
        (130, 140, 50),
        (-1100, 0, 1000),
    ],
)
def test_the_distance_is_that_to_the_nearest_border(east_m, north_m, metres):
    point = (LON + east_m / EAST, LAT + north_m / NORTH)

    assert metres_outside(point, SQUARE) == pytest.approx(metres, rel=0.002, abs=0.05)


@given(st.floats(-HALF_M + 1, HALF_M - 1), st.floats(-HALF_M + 1, HALF_M - 1))
def test_a_point_inside_is_not_outside(east_m, north_m):
    assert metres_outside((LON + east_m / EAST, LAT + north_m / NORTH), SQUARE) == 0


def test_a_hole_is_outside():
    hole = square_around(LON, LAT, 100.0 * 100.0)["coordinates"][0]
    ring = {"type": "Polygon", "coordinates": [SQUARE["coordinates"][0], hole]}

    assert metres_outside((LON, LAT), ring) == pytest.approx(50, rel=0.002)
