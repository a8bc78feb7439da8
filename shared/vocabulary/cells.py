"""A grid over the land: an index finds areas near each other."""

from collections.abc import Iterator
from math import floor
from typing import Any, Protocol

CELL_DEGREES = 0.02
MOST_CELLS = 400


class HasArea(Protocol):
    """A document with an optional GeoJSON area and its grid cells (indexed)."""

    @property
    def area(self) -> dict[str, Any] | None:
        """Its GeoJSON area in EPSG:4490."""

    @property
    def cells(self) -> tuple[str, ...]:
        """Result of `cells_of` for the area."""


def cells_of(area: dict[str, Any]) -> tuple[str, ...]:
    """List the cells that the bounding box of a GeoJSON area touches, each about 2 km wide.

    Overlapping areas share a cell. Raises `ValueError` for more than 400 cells: the `Area` field
    admits no such area.
    """
    (west, east), (south, north) = _cell_range(area)
    if (east - west + 1) * (north - south + 1) > MOST_CELLS:
        raise ValueError("the area is too large")
    return tuple(f"{x}:{y}" for x in range(west, east + 1) for y in range(south, north + 1))


def size_problem(area: dict[str, Any]) -> str | None:
    """Return in Chinese that an area is too large for a plot, or None."""
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
