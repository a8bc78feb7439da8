"""Areas that overlap share a cell of the grid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.vocabulary.cells import CELL_DEGREES, MOST_CELLS, cells_of


def box(west, south, east, north):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


BOXES = st.builds(
    lambda x, y, width, height: box(x, y, x + width, y + height),
    st.floats(112, 113),
    st.floats(37, 38),
    st.floats(0.0001, 0.3),
    st.floats(0.0001, 0.3),
)


def overlap(one, two):
    (ax, ay), _, (bx, by), *_ = one["coordinates"][0]
    (cx, cy), _, (dx, dy), *_ = two["coordinates"][0]
    return ax <= dx and cx <= bx and ay <= dy and cy <= by


def test_a_plot_in_one_cell_has_one_cell():
    assert cells_of(box(112.161, 37.181, 112.179, 37.199)) == ("5608:1859",)


def test_a_plot_over_a_corner_has_four_cells():
    assert len(cells_of(box(112.17, 37.19, 112.19, 37.21))) == 4


@given(BOXES, BOXES)
def test_areas_that_overlap_share_a_cell(one, two):
    if overlap(one, two):
        assert set(cells_of(one)) & set(cells_of(two))


def test_the_parts_of_a_multipolygon_are_covered_together():
    parts = [box(112.161, 37.181, 112.162, 37.182), box(112.201, 37.181, 112.202, 37.182)]
    both = {"type": "MultiPolygon", "coordinates": [part["coordinates"] for part in parts]}

    assert {cell for part in parts for cell in cells_of(part)} <= set(cells_of(both))


def test_an_area_larger_than_any_plot_is_refused():
    side = CELL_DEGREES * (MOST_CELLS**0.5 + 2)

    with pytest.raises(ValueError, match="too large"):
        cells_of(box(112, 37, 112 + side, 37 + side))


def test_cells_west_and_south_of_zero_have_their_own_names():
    assert set(cells_of(box(-0.01, -0.01, 0.01, 0.01))) == {"-1:-1", "-1:0", "0:-1", "0:0"}
