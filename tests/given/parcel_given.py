"""A grid of ground in 祁县, 100 m a cell, for tests that split and merge parcels on it."""

from typing import Any

from land_given import HOUSING, NUMBER, TODAY

from services.environment.register.messages import PlotRegistered
from services.natural_resources.parcels import changes
from services.natural_resources.parcels.domain import Parcel
from services.natural_resources.parcels.messages import (
    CancelParcel,
    MergeParcels,
    ParcelPart,
    SplitParcel,
)
from shared.testing.world import World

M_LON, M_LAT = 88_480.0, 110_980.0  # metres per degree at 37.35 degrees north
SIDE_M = 100.0
HOLDER = "祁县某某焦化有限公司"


def rectangle(east: float, north: float, wide: float, high: float) -> dict[str, Any]:
    """A box in metres from a corner near 祁县."""
    west, south = 112.33 + east / M_LON, 37.35 + north / M_LAT
    right, top = west + wide / M_LON, south + high / M_LAT
    places = ((west, south), (right, south), (right, top), (west, top), (west, south))
    return {
        "type": "Polygon",
        "coordinates": [[[round(x, 9), round(y, 9)] for x, y in places]],
    }


def cells(column: int, row: int, columns: int = 1, rows: int = 1) -> dict[str, Any]:
    """A box of whole cells."""
    return rectangle(column * SIDE_M, row * SIDE_M, columns * SIDE_M, rows * SIDE_M)


def code(number: int) -> str:
    """The code of one of many parcels."""
    return f"140727001001GB{number:05}"


def part(parcel_code: str, area: dict[str, Any], **more: Any) -> ParcelPart:
    return ParcelPart(parcel_code, area, HOLDER, **more)


def split(world: World, parcel: str, *into: ParcelPart, on: Any = TODAY) -> Parcel:
    command = SplitParcel(parcel, NUMBER, on, into)
    return world.natural_resources.execute(changes.split_parcel, command)


def merge(world: World, parcels: tuple[str, ...], into: ParcelPart, on: Any = TODAY) -> Parcel:
    command = MergeParcels(parcels, NUMBER, on, into)
    return world.natural_resources.execute(changes.merge_parcels, command)


def cancel(world: World, parcel: str, on: Any = TODAY) -> Parcel:
    command = CancelParcel(parcel, NUMBER, on)
    return world.natural_resources.execute(changes.cancel_parcel, command)


def registered_plot(plot_code: str, area: dict[str, Any], on: Any = TODAY) -> PlotRegistered:
    return PlotRegistered(plot_code, "某某地块", "140727", area, 10_000.0, ("镉",), NUMBER, on)


__all__ = ["HOUSING", "cancel", "cells", "code", "merge", "part", "rectangle", "split"]
