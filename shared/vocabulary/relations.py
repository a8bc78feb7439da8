"""How two areas of land lie to each other, apart from the rounding of their borders."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from shared.vocabulary.geometry import DECIMALS, m_per_degree, shape_of
from shared.vocabulary.tolerances import tolerances

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Geojson = Mapping[str, object]


class RelationKind(StrEnum):
    """Whether two areas share ground."""

    APART = "不相接或仅在边界误差内相接"
    TOUCHING = "边界待核"
    SHARING = "共有土地"


@dataclass(frozen=True, slots=True)
class Relation:
    """The relation of two areas: shared square metres, and their share (0 to 1) of each area."""

    kind: RelationKind
    shared_m2: float = 0.0
    share_of_first: float = 0.0
    share_of_second: float = 0.0


_APART = Relation(RelationKind.APART)


def relation(first: Geojson, second: Geojson) -> Relation:
    """Return how two areas lie to each other; both must be free of problems (`area_problem`).

    Ground no wider than `border_m` does not count, however long: a common border is surveyed twice
    and rounded. What counts is TOUCHING below `touch_m2` and below `touch_share` of the smaller
    area, else SHARING. Most of an area that itself is no wider always counts.
    """
    one, other = shape_of(first), shape_of(second)
    if not one.intersects(other):
        return _APART
    shared = one.intersection(other)
    if shared.is_empty or shared.area == 0:
        return _APART
    kind = _kind(shared, min(one.area, other.area))
    if kind is RelationKind.APART:
        return _APART
    shared_m2 = float(shared.area * _m2_per_deg2(shared))
    return Relation(kind, shared_m2, shared.area / one.area, shared.area / other.area)


def _kind(shared: "BaseGeometry", smaller_deg2: float) -> RelationKind:
    if shared.area > smaller_deg2 / 2:
        return RelationKind.SHARING
    inner = _shrunk(shared)
    if inner.is_empty:
        return RelationKind.APART
    limits, m2_per_deg2 = tolerances(), _m2_per_deg2(shared)
    least_m2 = min(limits.touch_m2, limits.touch_share * smaller_deg2 * m2_per_deg2)
    # The shrunk ground is less than what counts: most relations are decided by it.
    sure = inner.area >= least_m2 or _wide_part(shared).area * m2_per_deg2 >= least_m2
    return RelationKind.SHARING if sure else RelationKind.TOUCHING


def overlaps(first: Geojson, second: Geojson) -> bool:
    """Return whether two areas share ground that is wider than a border, however little."""
    return relation(first, second).kind is not RelationKind.APART


def shares_ground(first: Geojson, second: Geojson) -> bool:
    """Return whether two areas share ground beyond doubt (`RelationKind.SHARING`)."""
    return relation(first, second).kind is RelationKind.SHARING


def is_covered(area: Geojson, by: Iterable[Geojson]) -> bool:
    """Return whether areas together cover an area, up to strips of `border_m` metres width.

    All must be free of problems (`area_problem`); an empty list covers nothing.
    """
    whole = shape_of(area)
    return not _counts(_rest(whole, by), whole.area)


def uncovered(area: Geojson, by: Iterable[Geojson]) -> dict[str, Any] | None:
    """Return the part of an area outside the others, as GeoJSON; None if they cover it.

    Strips no wider than `border_m` are left out: with the result the whole is covered.
    """
    from shapely import set_precision
    from shapely.geometry import mapping

    whole = shape_of(area)
    rest = _rest(whole, by)
    if not _counts(rest, whole.area):
        return None
    if rest.area == whole.area:
        return dict(area)
    kept = rest if rest.area > whole.area / 2 else _wide_part(rest)
    written = mapping(_polygons(set_precision(kept, 10**-DECIMALS)))
    return {"type": written["type"], "coordinates": _lists(written["coordinates"])}


def united(areas: Iterable[Geojson]) -> dict[str, Any]:
    """Return the ground of several areas together as GeoJSON; a single one as it is given."""
    from shapely import union_all
    from shapely.geometry import mapping

    given = list(areas)
    if len(given) == 1:
        return dict(given[0])
    written = mapping(_polygons(union_all([shape_of(area) for area in given])))
    return {"type": written["type"], "coordinates": _lists(written["coordinates"])}


def distance_m(first: Geojson, second: Geojson) -> float:
    """Return the shortest distance between two areas in metres; 0 if they meet."""
    one, other = shape_of(first), shape_of(second)
    lat = (one.centroid.y + other.centroid.y) / 2
    return float(_in_metres(one, lat).distance(_in_metres(other, lat)))


def _rest(whole: "BaseGeometry", by: Iterable[Geojson]) -> "BaseGeometry":
    from shapely import union_all

    return whole.difference(union_all([shape_of(part) for part in by]))


def _counts(ground: "BaseGeometry", whole_deg2: float) -> bool:
    """Return whether a part of an area exceeds the uncertainty of its border."""
    if ground.is_empty or ground.area == 0:
        return False
    return bool(ground.area > whole_deg2 / 2) or not _shrunk(ground).is_empty


def _wide_part(ground: "BaseGeometry") -> "BaseGeometry":
    """Return what is wider than a border, in degrees: shrunk by half of it and grown again."""
    from shapely import transform

    scale = m_per_degree(ground.centroid.y)
    half = tolerances().border_m / 2
    grown = _shrunk(ground).buffer(half, join_style="mitre")
    return _polygons(transform(grown, lambda points: points / scale).intersection(ground))


def _shrunk(ground: "BaseGeometry") -> "BaseGeometry":
    """Return what is left, in metres, without half a border all around."""
    return _in_metres(ground, ground.centroid.y).buffer(
        -tolerances().border_m / 2, join_style="mitre"
    )


def _polygons(ground: "BaseGeometry") -> "BaseGeometry":
    """Drop lines and points that an intersection leaves beside polygons."""
    from shapely import MultiPolygon

    if ground.geom_type in ("Polygon", "MultiPolygon"):
        return ground
    parts = [part for part in getattr(ground, "geoms", ()) if part.geom_type == "Polygon"]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _in_metres(ground: "BaseGeometry", lat: float) -> "BaseGeometry":
    from shapely import transform

    scale = m_per_degree(lat)
    return transform(ground, lambda points: points * scale)


def _m2_per_deg2(ground: "BaseGeometry") -> float:
    m_per_lon, m_per_lat = m_per_degree(ground.centroid.y)
    return m_per_lon * m_per_lat


def _lists(part: Any) -> Any:
    """Write coordinates as lists, as JSON has them."""
    return list(map(_lists, part)) if isinstance(part, list | tuple) else part
