"""Faults of an area of land, in Chinese: its form as GeoJSON, position and borders."""

from collections.abc import Iterator, Mapping
from typing import TypeGuard

from shared.vocabulary.geometry import shape_of

LON_RANGE = (73.0, 136.0)
LAT_RANGE = (3.0, 54.0)
CRS_NAMES = frozenset(
    {
        "EPSG:4490",
        "urn:ogc:def:crs:EPSG::4490",
        "http://www.opengis.net/def/crs/EPSG/0/4490",
        "https://www.opengis.net/def/crs/EPSG/0/4490",
        # Written by QGIS and ArcGIS for longitude and latitude: centimetres from CGCS2000.
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:OGC::CRS84",
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
        "OGC:CRS84",
    }
)

_METRES_NORTH = (300_000.0, 6_000_000.0)
_METRES_EAST = (100_000.0, 900_000.0)
_ZONES = {3: (24, 45), 6: (13, 23)}

Position = tuple[float, float]


def area_problem(geojson: object) -> str | None:
    """Return in a Chinese sentence why an area cannot be used; None if it can.

    A usable area is a GeoJSON Polygon or MultiPolygon with closed rings that do not cross
    themselves, with coordinates in China, longitude first, and no coordinate system but EPSG:4490.
    """
    if not isinstance(geojson, Mapping):
        return "范围必须是 GeoJSON 对象；WKT 或坐标文本请先转换为 GeoJSON"
    kind = geojson.get("type")
    if kind not in ("Polygon", "MultiPolygon"):
        return _kind_problem(geojson)
    if "crs" in geojson and crs_name(geojson["crs"]) not in CRS_NAMES:
        return "坐标系必须是 CGCS2000（EPSG:4490）；不写 crs 即按 EPSG:4490 理解"
    coordinates = geojson.get("coordinates")
    if not isinstance(coordinates, list | tuple) or not coordinates:
        return "范围缺少坐标（coordinates）"
    polygons = [coordinates] if kind == "Polygon" else coordinates
    return _first_problem(polygons) or _shape_problem(geojson)


def crs_name(crs: object) -> object:
    """Return the name in a `crs` member of GeoJSON 2008, or None."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) else None


def _kind_problem(geojson: Mapping[str, object]) -> str:
    if "rings" in geojson:
        return "像是 ArcGIS 的 JSON（rings），请导出为 GeoJSON"
    kind = geojson.get("type")
    if kind == "FeatureCollection":
        return "FeatureCollection 必须只含一个要素（Feature）：一次填报一个地块"
    return f"范围的类型必须是 Polygon 或 MultiPolygon，不能是“{str(kind)[:40]}”"


def _first_problem(polygons: list[object] | tuple[object, ...]) -> str | None:
    """Check the structure first, ring by ring, so that shapely only receives valid input."""
    for rings in polygons:
        if not isinstance(rings, list | tuple) or not rings:
            return "每个多边形至少要有一个环"
        for ring in rings:
            problem = _ring_problem(ring)
            if problem:
                return problem
    return None


def _ring_problem(ring: object) -> str | None:
    if not isinstance(ring, list | tuple) or not all(_is_position(point) for point in ring):
        return "每个坐标必须是 [经度, 纬度] 两个数字"
    points: list[Position] = [(point[0], point[1]) for point in ring]
    problem = next(_position_problems(points), None)
    if problem:
        return problem
    if len(set(points)) < 3:
        return "每个环至少要有三个不同的点"
    if points[0] != points[-1]:
        return "环没有闭合：最后一个点必须与第一个点相同"
    return None


def _is_position(point: object) -> TypeGuard[tuple[float, float]]:
    return (
        isinstance(point, list | tuple)
        and len(point) == 2
        and all(isinstance(x, int | float) and not isinstance(x, bool) for x in point)
    )


def _position_problems(points: list[Position]) -> Iterator[str]:
    for lon, lat in points:
        if _within(lon, LON_RANGE) and _within(lat, LAT_RANGE):
            continue
        if _within(lon, LAT_RANGE) and _within(lat, LON_RANGE):
            yield f"坐标 [{lon}, {lat}] 的经度和纬度写反了，应为 [{lat}, {lon}]"
        elif zone := _zone(lon, lat):
            yield f"坐标 [{lon}, {lat}] 像是以米为单位的投影坐标{zone}，请转换为 CGCS2000 经纬度"
        else:
            yield f"坐标 [{lon}, {lat}] 不在中国范围内（经度 73 至 136，纬度 3 至 54）"


def _zone(x: float, y: float) -> str:
    """Return the zone of a Gauss-Krüger position in metres, as bureaus write it; "" if none.

    The easting is 500,000 m at the central meridian, usually prefixed with the zone's number.
    """
    for easting, northing in ((x, y), (y, x)):
        number, east = divmod(easting, 1_000_000)
        if not (_within(northing, _METRES_NORTH) and _within(east, _METRES_EAST)):
            continue
        width = next((each for each, zones in _ZONES.items() if _within(number, zones)), None)
        if width is not None:
            return f"（{width} 度带第 {int(number)} 带）"
        if number == 0:
            return "（高斯—克吕格，未写带号）"
    return ""


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]


def _shape_problem(geojson: Mapping[str, object]) -> str | None:
    area = shape_of(geojson)
    if area.is_valid:
        return None
    from shapely.validation import explain_validity

    reason = explain_validity(area)
    return f"{_translate_reason(reason)}（{reason}）"


def _translate_reason(reason: str) -> str:
    """Translate shapely's reason; its original, which gives the position, follows in brackets."""
    if "Self-intersection" in reason:
        return "边界自相交"
    if "Hole" in reason or "Interior" in reason:
        return "内环必须在外环之内，且不得使范围断开"
    if "Nested" in reason or "Duplicate" in reason:
        return "多个多边形互相重叠"
    return "多边形的边界不成立"
