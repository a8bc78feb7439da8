"""Areas as GIS programs export them are accepted, and stored in one normal form."""

import pytest

from services.environment.plots.messages import RecordPlot
from shared.errors import InvalidInputError
from shared.messages.contract import contract_of
from shared.vocabulary.area_problems import area_problem
from shared.vocabulary.geojson import plain_area

RING = [
    [112.176, 37.189],
    [112.178, 37.189],
    [112.178, 37.191],
    [112.176, 37.191],
    [112.176, 37.189],
]
EAST = [
    [112.178, 37.189],
    [112.180, 37.189],
    [112.180, 37.191],
    [112.178, 37.191],
    [112.178, 37.189],
]
PLAIN = {"type": "Polygon", "coordinates": [RING]}
HIGH = {"type": "Polygon", "coordinates": [[[*point, 812.5] for point in RING]]}
CRS84 = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
FEATURE = {"type": "Feature", "properties": {"FID": 2**63, "\0": 1}, "geometry": PLAIN}


@pytest.mark.parametrize(
    "written",
    [
        PLAIN,
        HIGH,
        {**PLAIN, "bbox": [1, 2, 3, 4], "FID": 2**63, "a\0b": {"$where": 1}},
        {**PLAIN, "crs": CRS84},
        FEATURE,
        {**FEATURE, "geometry": HIGH},
        {"type": "FeatureCollection", "crs": CRS84, "name": "某某", "features": [FEATURE]},
    ],
    ids=["plain", "heights", "foreign members", "CRS84", "Feature", "Feature with heights", "QGIS"],
)
def test_what_maps_write_is_kept_as_type_and_positions(written):
    wire = {"plot_code": "140728-0007", "name": "某某", "county": "140728", "area_m2": 39400}

    command = contract_of(RecordPlot).load({**wire, "area": written})

    assert command.area == PLAIN


def test_two_parts_with_a_common_border_are_joined():
    parts = {"type": "MultiPolygon", "coordinates": [[RING], [EAST]]}
    assert area_problem(parts) is not None

    joined = plain_area(parts)

    assert joined["type"] == "Polygon"
    assert area_problem(joined) is None


def test_parts_that_share_ground_are_still_refused():
    twice = {"type": "MultiPolygon", "coordinates": [[RING], [RING]]}

    assert area_problem(plain_area(twice)) is not None


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"type": "FeatureCollection", "features": [FEATURE, FEATURE]}, "只含一个要素"),
        ({"type": "FeatureCollection", "features": []}, "只含一个要素"),
        ({"type": "Feature", "geometry": None}, "不能是“Feature”"),
        ({"rings": [RING], "spatialReference": {"wkid": 4490}}, "请导出为 GeoJSON"),
        ("POLYGON((112 37, 113 38))", "WKT"),
        ({**FEATURE, "crs": {"properties": {"name": "EPSG:4549"}}}, "EPSG:4490"),
        ({"type": "Polygon", "coordinates": [[[[[]]]]]}, "两个数字"),
        ({"type": "Polygon", "coordinates": None}, "缺少坐标"),
    ],
)
def test_what_is_no_area_is_refused_with_a_remedy(written, words):
    assert words in area_problem(plain_area(written))


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        (38408123.456, 4118456.789, "3 度带第 38 带"),
        (4118456.789, 38408123.456, "3 度带第 38 带"),
        (19408123.456, 4118456.789, "6 度带第 19 带"),
        (408123.456, 4118456.789, "未写带号"),
        (4118456.789, 408123.456, "未写带号"),
        (5.0, 6.0, "不在中国范围内"),
    ],
)
def test_coordinates_in_metres_are_told_as_such(x, y, words):
    ring = [[x, y], [x + 10, y], [x + 10, y + 10], [x, y]]

    assert words in area_problem({"type": "Polygon", "coordinates": [ring]})


def test_deep_nesting_in_an_area_is_refused_at_its_field():
    deep = []
    for _ in range(300):
        deep = [deep]
    wire = {"plot_code": "140728-0007", "name": "某某", "county": "140728", "area_m2": 39400}

    with pytest.raises(InvalidInputError, match="area"):
        contract_of(RecordPlot).load({**wire, "area": {"type": "Polygon", "coordinates": deep}})
