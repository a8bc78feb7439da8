"""Areas: faults are reported in Chinese, and valid areas are measured accurately."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.vocabulary.area_problems import area_problem
from shared.vocabulary.geometry import _known_shape, area_m2, square_around
from shared.vocabulary.relations import is_covered, overlaps

QIXIAN = (112.335542, 37.357869)


def polygon(*points):
    return {"type": "Polygon", "coordinates": [[list(point) for point in points]]}


def box(west, south, east, north):
    return polygon((west, south), (east, south), (east, north), (west, north), (west, south))


def authalic_box_m2(south, north, degrees_wide):
    """Area between two parallels on the CGCS2000 ellipsoid, by its closed form."""
    a, f = 6378137.0, 1 / 298.257222101
    e = math.sqrt(f * (2 - f))

    def q(lat):
        s = math.sin(math.radians(lat))
        return s / (1 - e * e * s * s) + math.atanh(e * s) / e

    return a * a * (1 - e * e) / 2 * (q(north) - q(south)) * math.radians(degrees_wide)


def test_a_closed_polygon_in_china_has_no_problem():
    assert area_problem(box(112.1, 37.1, 112.2, 37.2)) is None


def test_a_hole_and_several_polygons_are_fine():
    outer, hole = box(112, 37, 112.4, 37.4), box(112.1, 37.1, 112.2, 37.2)
    with_hole = [outer["coordinates"][0], hole["coordinates"][0]]
    apart = box(113, 37, 113.1, 37.1)["coordinates"]

    assert area_problem({"type": "Polygon", "coordinates": with_hole}) is None
    assert area_problem({"type": "MultiPolygon", "coordinates": [with_hole, apart]}) is None


@pytest.mark.parametrize(
    ("geojson", "words"),
    [
        (polygon((112, 37), (112.1, 37), (112.1, 37.1), (112, 37.1)), "没有闭合"),
        (polygon((112, 37), (113, 38), (113, 37), (112, 38), (112, 37)), "自相交"),
        (polygon((112, 37), (112.1, 37), (112, 37)), "三个不同的点"),
        (polygon((112, 37), (112.1, 37), (112.2, 37), (112, 37)), "边界"),
        (box(37.1, 112.1, 37.2, 112.2), "写反"),
        (box(12, 37, 13, 38), "不在中国"),
        (box(112, 60, 113, 61), "不在中国"),
        (polygon((math.nan, 37), (112.1, 37), (112.1, 37.1), (math.nan, 37)), "不在中国"),
        (polygon((True, 37), (112.1, 37), (112.1, 37.1), (True, 37)), "两个数字"),
        (polygon(("112", "37"), ("112", "37")), "两个数字"),
        (polygon((112, 37, 700), (112.1, 37, 700)), "两个数字"),
        (polygon(), "三个不同的点"),
        ({"type": "Point", "coordinates": [112, 37]}, "Polygon 或 MultiPolygon"),
        ({"type": "Feature", "geometry": box(112, 37, 113, 38)}, "Polygon 或 MultiPolygon"),
        ({"type": ["Polygon"], "coordinates": []}, "Polygon 或 MultiPolygon"),
        ({"type": "Polygon"}, "缺少坐标"),
        ({"type": "Polygon", "coordinates": []}, "缺少坐标"),
        ({"type": "Polygon", "coordinates": {"x": 1}}, "缺少坐标"),
        ({"type": "Polygon", "coordinates": [112, 37]}, "两个数字"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "一个环"),
        ({"type": "MultiPolygon", "coordinates": [7]}, "一个环"),
        ("POLYGON((112 37, 113 38))", "GeoJSON"),
        (None, "GeoJSON"),
    ],
)
def test_a_bad_area_is_told_what_is_wrong(geojson, words):
    assert words in area_problem(geojson)


def test_a_hole_outside_its_polygon_is_refused():
    outer, hole = box(112, 37, 112.1, 37.1), box(112.5, 37.5, 112.6, 37.6)

    problem = area_problem(
        {"type": "Polygon", "coordinates": [outer["coordinates"][0], hole["coordinates"][0]]}
    )

    assert "内环" in problem


def test_polygons_of_one_area_may_not_overlap():
    twice = [box(112, 37, 112.1, 37.1)["coordinates"], box(112.05, 37, 112.2, 37.1)["coordinates"]]

    assert area_problem({"type": "MultiPolygon", "coordinates": twice}) is not None


def test_swapped_axes_are_shown_the_right_way_round():
    assert "应为 [112.1, 37.1]" in area_problem(box(37.1, 112.1, 37.2, 112.2))


@pytest.mark.parametrize("name", ["EPSG:4490", "urn:ogc:def:crs:EPSG::4490"])
def test_the_national_coordinate_system_may_be_named(name):
    area = box(112, 37, 113, 38) | {"crs": {"type": "name", "properties": {"name": name}}}

    assert area_problem(area) is None


@pytest.mark.parametrize(
    "crs", [None, "EPSG:4490", {"properties": None}, {"properties": {"name": "EPSG:4326"}}, {}]
)
def test_another_coordinate_system_is_refused(crs):
    assert "4490" in area_problem(box(112, 37, 113, 38) | {"crs": crs})


def test_areas_that_share_ground_overlap():
    assert overlaps(box(112, 37, 112.2, 37.2), box(112.1, 37.1, 112.3, 37.3))
    assert overlaps(box(112, 37, 112.2, 37.2), box(112.05, 37.05, 112.1, 37.1))


@pytest.mark.parametrize(
    "other",
    [box(112.1, 37, 112.2, 37.1), box(112.1, 37.1, 112.2, 37.2), box(113, 38, 113.1, 38.1)],
    ids=["common border", "common corner", "far away"],
)
def test_neighbours_do_not_overlap(other):
    assert not overlaps(box(112, 37, 112.1, 37.1), other)


@given(
    west=st.floats(111.5, 113.9),
    south=st.floats(36.6, 38.1),
    wide=st.floats(0.0005, 0.11),
    high=st.floats(0.0005, 0.09),
)
def test_areas_up_to_ten_kilometres_are_right_to_a_thousandth(west, south, wide, high):
    area = box(west, south, west + wide, south + high)

    true_m2 = authalic_box_m2(south, south + high, wide)

    assert area_m2(area) == pytest.approx(true_m2, rel=1e-3)


def test_a_hole_does_not_count():
    outer, hole = square_around(*QIXIAN, 10_000), square_around(*QIXIAN, 2_500)

    ring = {"type": "Polygon", "coordinates": [*outer["coordinates"], *hole["coordinates"]]}

    assert area_m2(ring) == pytest.approx(7_500, rel=1e-4)


@given(lon=st.floats(111.4, 114.1), lat=st.floats(36.6, 38.1), wanted_m2=st.floats(100, 10_000_000))
def test_a_square_around_a_centre_has_the_area_wanted(lon, lat, wanted_m2):
    square = square_around(lon, lat, wanted_m2)

    assert area_problem(square) is None
    assert area_m2(square) == pytest.approx(wanted_m2, rel=1e-3)


M_LON, M_LAT = 88_900.0, 110_970.0  # metres per degree at 37 degrees north


def metres_east(area_east_m, width_m=400.0):
    """A box of 510 m from north to south whose west edge is so many metres east of 112 degrees."""
    west = 112 + area_east_m / M_LON
    return box(west, 37, west + width_m / M_LON, 37 + 510 / M_LAT)


@pytest.mark.parametrize(
    ("shared_m", "is_shared"), [(0.03, False), (0.2, False), (0.45, False), (0.6, True), (5, True)]
)
def test_neighbours_are_told_by_the_width_of_what_they_share(shared_m, is_shared):
    """Border points are accurate to some centimetres, and each border is surveyed twice."""
    plot, parcel = metres_east(-400), metres_east(-shared_m)

    assert overlaps(plot, parcel) is is_shared
    assert overlaps(parcel, plot) is is_shared


def test_a_vertex_more_on_a_common_border_makes_no_neighbour_share_ground():
    south, north = (112.0, 37.0), (112.0021347, 37.0043219)
    between = (round(112 + 0.0021347 * 0.37, 7), round(37 + 0.0043219 * 0.37, 7))
    plot = polygon(south, north, (111.9991347, 37.0043219), (111.997, 37), south)

    parcel = polygon(south, between, north, (112.0051347, 37.0043219), (112.003, 37), south)

    assert not overlaps(plot, parcel)


def test_a_strip_narrower_than_a_border_still_lies_where_it_lies():
    plot = metres_east(0)

    assert overlaps(plot, metres_east(100, width_m=0.4))
    assert not is_covered(metres_east(100, width_m=0.4), [])
    assert is_covered(metres_east(100, width_m=0.4), [plot])


@pytest.mark.parametrize(("missing_m", "wanted"), [(0.2, True), (0.6, False), (50, False)])
def test_a_parcel_surveyed_a_hand_beside_is_covered(missing_m, wanted):
    assert is_covered(metres_east(0, 100), [metres_east(missing_m, 100)]) is wanted


def test_ground_does_not_escape_because_it_is_a_small_share():
    """A thousandth of 100 hectares is the size of a house."""
    whole = square_around(112.3, 37.3, 1_000_000)
    west, south = whole["coordinates"][0][0]
    rest = box(west + 0.0005, south, west + 0.02, south + 0.02)
    strip = box(west, south + 0.0003, west + 0.0005, south + 0.02)

    assert not is_covered(whole, [rest, strip])


def test_an_area_with_a_very_detailed_border_is_not_kept_in_memory():
    lon, lat = QIXIAN
    turns = [2 * math.pi * corner / 3_000 for corner in range(3_000)]
    ring = [[lon + 0.001 * math.cos(turn), lat + 0.001 * math.sin(turn)] for turn in turns]
    detailed = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    known = _known_shape.cache_info().currsize

    assert is_covered(detailed, [detailed])
    assert _known_shape.cache_info().currsize == known
