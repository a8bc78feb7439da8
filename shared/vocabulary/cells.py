"""A grid over the land, so that what lies near an area is found by an index."""

from collections.abc import Iterator
from math import floor
from typing import Any, Protocol

CELL_DEGREES = 0.02
MOST_CELLS = 400


class HasArea(Protocol):
    """A document with a place: a GeoJSON area, if it is known, and the cells of it (indexed)."""

    @property
    def area(self) -> dict[str, Any] | None:
        """Its GeoJSON area in EPSG:4490."""

    @property
    def cells(self) -> tuple[str, ...]:
        """What `cells_of` says of the area."""


def cells_of(area: dict[str, Any]) -> tuple[str, ...]:
    """Name the cells that the bounding box of a GeoJSON area touches, about 2 km wide each.

    Two areas that overlap share a cell. More than 400 cells are refused (`ValueError`): the `Area`
    field lets no such area in.
    """
    (west, east), (south, north) = _cell_range(area)
    if (east - west + 1) * (north - south + 1) > MOST_CELLS:
        raise ValueError("the area is too large")
    return tuple(f"{x}:{y}" for x in range(west, east + 1) for y in range(south, north + 1))


def size_problem(area: dict[str, Any]) -> str | None:
    """Say in Chinese that an area is too large to be a plot, or None."""
    (west, east), (south, north) = _cell_range(area)
    cells = (east - west + 1) * (north - south + 1)
    return None if cells <= MOST_CELLS else "范围过大：单个地块不应超过约 40 千米见方，请核对坐标"


def _cell_range(area: dict[str, Any]) -> tuple[tuple[int, int], tuple[int, int]]:
    points = list(_points(area["coordinates"]))
    across = [floor(x / CELL_DEGREES) for x, _ in points]
    up = [floor(y / CELL_DEGREES) for _, y in points]
    return (min(across), max(across)), (min(up), max(up))


def _points(coordinates: Any) -> Iterator[tuple[float, float]]:
    if isinstance(coordinates[0], (int, float)):
        yield float(coordinates[0]), float(coordinates[1])
        return
    for part in coordinates:
        yield from _points(part)
