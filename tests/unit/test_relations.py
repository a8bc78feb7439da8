"""Relations of areas: rounding is no sharing, and no ground escapes for being a small share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.vocabulary.area_problems import area_problem
from shared.vocabulary.geometry import area_m2
from shared.vocabulary.relations import (
    RelationKind,
    distance_m,
    is_covered,
    overlaps,
    relation,
    shares_ground,
    uncovered,
)

M_LON, M_LAT = 88_900.0, 110_970.0  # metres per degree at 37 degrees north
APART, TOUCHING, SHARING = RelationKind


def rectangle(east, north, width, height):
    """A box in metres from the corner at 112 degrees east, 37 degrees north."""
    west, south = 112 + east / M_LON, 37 + north / M_LAT
    right, top = west + width / M_LON, south + height / M_LAT
    ring = [[west, south], [right, south], [right, top], [west, top], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


PLOT = rectangle(0, 0, 200, 500)


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (rectangle(300, 0, 100, 100), APART),
        (rectangle(200, 0, 100, 500), APART),
        (rectangle(199.8, 0, 100, 500), APART),
        (rectangle(198, 498, 100, 100), TOUCHING),
        (rectangle(198, 0, 100, 500), SHARING),
        (rectangle(198, 498, 20, 20), SHARING),
        (rectangle(10, 10, 2, 2), SHARING),
        (rectangle(10, 10, 0.4, 300), SHARING),
    ],
    ids=[
        "far away",
        "common border",
        "20 cm along a border: 100 m2",
        "a corner of 4 m2",
        "2 m along a border: 1000 m2",
        "a corner of 4 m2 that is one hundredth",
        "a tiny area within",
        "a strip narrower than a border, within",
    ],
)
def test_width_decides_what_counts_and_size_whether_it_is_beyond_doubt(other, kind):
    assert relation(PLOT, other).kind is kind
    assert relation(other, PLOT).kind is kind
    assert overlaps(PLOT, other) is (kind is not APART)
    assert shares_ground(PLOT, other) is (kind is SHARING)


def test_a_corner_on_a_long_sliver_counts_without_the_sliver():
    """The sliver of 90 m2 is rounding of the border; only its bump of 4 m2 counts."""
    west, top = 112 + 199.8 / M_LON, 37 + 450 / M_LAT
    bump_w, bump_s = 112 + 198 / M_LON, 37 + 448 / M_LAT
    ring = [[west, 37], [112 + 400 / M_LON, 37], [112 + 400 / M_LON, top], [bump_w, top]]
    ring += [[bump_w, bump_s], [west, bump_s], [west, 37]]

    assert relation(PLOT, {"type": "Polygon", "coordinates": [ring]}).kind is TOUCHING


def test_a_relation_states_square_metres_and_shares():
    found = relation(PLOT, rectangle(150, 0, 100, 500))

    assert found.shared_m2 == pytest.approx(25_000, rel=2e-3)
    assert found.share_of_first == pytest.approx(0.25, rel=1e-6)
    assert found.share_of_second == pytest.approx(0.5, rel=1e-6)


def test_only_the_rest_is_uncovered():
    rest = uncovered(rectangle(0, 0, 100, 100), [rectangle(0, 0, 60, 100)])

    assert area_problem(rest) is None
    assert area_m2(rest) == pytest.approx(4_000, rel=2e-3)
    assert uncovered(rectangle(0, 0, 100, 100), [rectangle(0.2, 0, 100, 100)]) is None
    assert area_m2(uncovered(PLOT, [])) == pytest.approx(area_m2(PLOT), rel=1e-6)


def test_the_rest_on_two_sides_leaves_out_the_sliver_between():
    whole = rectangle(0, 0, 100, 100)

    rest = uncovered(whole, [rectangle(10, 0.2, 80, 100)])

    assert rest["type"] == "MultiPolygon"
    assert area_m2(rest) == pytest.approx(2_000, rel=1e-2)


@pytest.mark.parametrize(("east", "metres"), [(230, 30), (200, 0), (100, 0)])
def test_the_distance_is_between_the_nearest_borders(east, metres):
    assert distance_m(PLOT, rectangle(east, 100, 10, 10)) == pytest.approx(metres, abs=0.1)


side = st.floats(0.05, 120)
boxes = st.builds(rectangle, st.floats(-50, 150), st.floats(-50, 150), side, side)


@given(whole=boxes, parts=st.lists(boxes, max_size=4))
def test_with_the_uncovered_rest_the_whole_is_covered(whole, parts):
    rest = uncovered(whole, parts)

    assert (rest is None) is is_covered(whole, parts)
    if rest is not None:
        assert area_problem(rest) is None
        assert is_covered(whole, [*parts, rest])
        assert is_covered(rest, [whole])


@given(first=boxes, second=boxes)
def test_relations_are_symmetric_and_shares_are_shares(first, second):
    one, other = relation(first, second), relation(second, first)

    assert one.kind is other.kind
    assert one.shared_m2 == pytest.approx(other.shared_m2, abs=0.01)
    assert 0 <= one.share_of_first <= 1 + 1e-9
    assert one.share_of_first == pytest.approx(other.share_of_second, abs=1e-9)


@given(first=boxes, width=st.floats(0.01, 0.45))
def test_a_border_surveyed_twice_never_shares_ground(first, width):
    """No neighbour is held because two surveys of one border differ."""
    (west, south), (east, north) = first["coordinates"][0][0], first["coordinates"][0][2]
    left = (east - 112) * M_LON - width
    beside = rectangle(left, (south - 37) * M_LAT, 100, (north - south) * M_LAT)
    narrow = (east - west) * M_LON <= 2 * width + 0.01

    assert narrow or relation(first, beside).kind is APART
