"""Conversion of GeoJSON from map programs to the stored form.

An area is stored as its type and its positions of two numbers. An enclosing Feature, heights (RFC
7946 3.1.1), foreign members (6.1) and the name of the coordinate system are dropped.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shared.vocabulary.area_problems import CRS_NAMES, crs_name
from shared.vocabulary.relations import overlaps

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_KINDS = ("Polygon", "MultiPolygon")
_KEPT = {"type", "coordinates"}
_LEVELS = {"Polygon": 2, "MultiPolygon": 3}


def plain_area(given: Any) -> Any:
    """Return the stored form of an area, or the value unchanged if it is not understood.

    Accepts a Polygon or MultiPolygon, a Feature with one, or a FeatureCollection with one Feature.
    Never raises: `area_problem` reports the faults of the result.
    """
    area, crs = _unwrapped(given)
    if not isinstance(area, Mapping) or area.get("type") not in _KINDS:
        return given
    if crs is not None and crs_name(crs) not in CRS_NAMES:
        return {**area, "crs": crs}
    if _is_plain(area):
        return area
    from shapely.errors import ShapelyError

    try:
        points = _flat(area.get("coordinates"), _LEVELS[area["type"]])
        return _joined({"type": area["type"], "coordinates": points})
    except (TypeError, ValueError, IndexError, ShapelyError):
        return {"type": area["type"], "coordinates": area.get("coordinates")}


def _unwrapped(given: Any) -> tuple[Any, Any]:
    """Return the geometry of a Feature, or of a collection with one; the innermost `crs` counts."""
    area, crs = given, None
    if isinstance(area, Mapping) and area.get("type") == "FeatureCollection":
        crs = area.get("crs")
        features = area.get("features")
        area = features[0] if isinstance(features, list) and len(features) == 1 else given
    if isinstance(area, Mapping) and area.get("type") == "Feature":
        crs = area.get("crs", crs)
        area = area.get("geometry")
    if isinstance(area, Mapping):
        crs = area.get("crs", crs)
    return area, crs


def _is_plain(area: Mapping[str, Any]) -> bool:
    """Return whether an area is stored unchanged; parts of a MultiPolygon may need joining."""
    if type(area) is not dict or area.keys() != _KEPT or area["type"] != "Polygon":
        return False
    rings = area["coordinates"]
    try:
        return all(type(point) is list and len(point) == 2 for ring in rings for point in ring)
    except TypeError:
        return False


def _flat(points: Any, levels: int) -> Any:
    """Drop heights and measures: the numbers of a position after the second."""
    if levels < 0 or not isinstance(points, list | tuple):
        raise TypeError(points)
    if levels == 0:
        return list(points[:2]) if len(points) <= 4 else list(points)
    return [_flat(part, levels - 1) for part in points]


def _joined(area: dict[str, Any]) -> dict[str, Any]:
    """Join parts of a MultiPolygon with a common border: the standard requires one polygon."""
    if area["type"] != "MultiPolygon":
        return area
    from shapely import unary_union
    from shapely.geometry import shape

    whole = shape(area)
    parts = [{"type": "Polygon", "coordinates": rings} for rings in area["coordinates"]]
    if whole.is_valid or not all(shape(part).is_valid for part in parts) or _mixed(parts):
        return area
    return _written(unary_union([shape(part) for part in parts]))


def _mixed(parts: list[dict[str, Any]]) -> bool:
    """Return whether parts overlap, beyond common borders."""
    return any(
        overlaps(one, other) for place, one in enumerate(parts) for other in parts[place + 1 :]
    )


def _written(area: "BaseGeometry") -> dict[str, Any]:
    from shapely.geometry import mapping

    written = mapping(area)
    points = _flat(written["coordinates"], _LEVELS[area.geom_type])
    return {"type": area.geom_type, "coordinates": points}
