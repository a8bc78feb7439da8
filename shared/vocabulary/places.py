"""Consistency of a place's data: code and county, area and polygon, polygon and county."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from shared.errors import FieldError, InvalidInputError
from shared.vocabulary.divisions import (
    current,
    division_name,
    divisions,
    is_competent_for,
    is_in_force,
)
from shared.vocabulary.geometry import area_m2 as measured_m2
from shared.vocabulary.geometry import distance_km
from shared.vocabulary.tolerances import tolerances

FARTHEST_KM = 150
"""No county of this province reaches so far from its seat: such ground lies in another city."""
_UNITS = {"亩": 10_000 / 15, "公顷": 10_000.0, "万平方米": 10_000.0, "平方千米": 1e6}


def refuse_misplaced(
    county: str,
    on: date,
    *,
    code: str | None = None,
    area: Mapping[str, Any] | None = None,
    square_metres: float | None = None,
) -> None:
    """Raise `InvalidInputError` if `place_faults` finds any."""
    faults = place_faults(county, on, code=code, area=area, square_metres=square_metres)
    if faults:
        raise InvalidInputError(faults)


def place_faults(
    county: str,
    on: date,
    *,
    code: str | None = None,
    area: Mapping[str, Any] | None = None,
    square_metres: float | None = None,
) -> tuple[FieldError, ...]:
    """Return a fault for each field that contradicts another: `county`, `area_m2`, `area`.

    `county` must have existed on the day of the act, and must be the place of the six digits at the
    start of a plot or parcel `code`, or a zone within it; `square_metres` must match the polygon
    within the city's tolerance (`area_share`); the polygon must lie near the county.
    """
    return (
        *_county_faults(county, on, code),
        *_size_faults(area, square_metres),
        *_distance_faults(county, area),
    )


def _county_faults(county: str, on: date, code: str | None) -> Iterator[FieldError]:
    if not is_in_force(county, on):
        yield FieldError("county", _not_in_force(county, on))
    if code is not None and not is_competent_for(county, code):
        yield FieldError(
            "county",
            f"与编码“{code}”的前六位（{_named(code[:6])}）不一致：填报为{_named(county)}，请核对",
        )


def _not_in_force(county: str, on: date) -> str:
    known, now = divisions()[county], current(county)
    if known.since and on.year < int(known.since):
        return f"{known.name}（{county}）自 {known.since} 年起设立，请填当时的区划代码"
    remedy = f"请填 {now}（{division_name(now)}）" if now != county else "请填现行的区划代码"
    return f"{known.name}（{county}）已于 {known.until} 年撤销，{remedy}"


def _size_faults(
    area: Mapping[str, Any] | None, square_metres: float | None
) -> Iterator[FieldError]:
    if area is None or square_metres is None:
        return
    real = measured_m2(area)
    if _fits(square_metres, real):
        return
    words = (
        f"登记面积 {square_metres:,.2f} 平方米与边界围成的面积 {real:,.0f} 平方米相差超过 "
        f"{tolerances().area_share:.0%}，请核对面积或边界"
    )
    units = [name for name, size in _UNITS.items() if _fits(square_metres * size, real)]
    if units:
        words += f"；所填数值像是以{'或'.join(units)}为单位"
    yield FieldError("area_m2", words)


def _fits(told: float, real: float) -> bool:
    return abs(told - real) <= tolerances().area_share * real


def _distance_faults(county: str, area: Mapping[str, Any] | None) -> Iterator[FieldError]:
    seat = divisions()[current(county)].seat
    if area is None or seat is None:
        return
    away = distance_km(seat, area)
    if away > FARTHEST_KM:
        yield FieldError(
            "area",
            f"范围距{division_name(current(county))}政府所在地约 {away:,.0f} 千米，"
            "不在该县，请核对坐标",
        )


def _named(code: str) -> str:
    known = divisions().get(code)
    return f"{code} {known.name}" if known else code
