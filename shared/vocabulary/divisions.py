"""The city, its counties and its development zones: codes, names and seats, from a table."""

import csv
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import ClassVar

from shared.errors import SettingsError

FILE_SETTING = "LIANDONG_DIVISIONS"
JINZHONG = str(Path(__file__).parent / "tables" / "divisions.csv")
_REMEDY = f"name a table with the columns of {JINZHONG}, or unset the variable"
_SIX_DIGITS = re.compile(r"[0-9]{6}")
_YEAR = re.compile(r"[0-9]{4}")


class _DivisionTable:
    table: ClassVar[str] = JINZHONG


class DivisionKind(StrEnum):
    """The level of a division."""

    CITY = "city"
    COUNTY = "county"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class Division:
    """An administrative division (行政区划) of GB/T 2260, or a development zone (开发区).

    `seat` is the longitude and latitude of its government, if known. A former division has the last
    year in which it existed (`until`, "" for a present one) and its `successor`; `since` is the
    first year of a later one, "" if unknown. A zone has a code of the city's own and lies `within`
    counties: it is competent for land there whose records name it.
    """

    code: str
    name: str
    seat: tuple[float, float] | None
    until: str
    successor: str = ""
    kind: DivisionKind = DivisionKind.COUNTY
    within: tuple[str, ...] = ()
    since: str = ""

    @property
    def is_city(self) -> bool:
        """Whether this is the city as a whole, not one of its counties or zones."""
        return self.kind is DivisionKind.CITY


def is_division(text: str) -> bool:
    """Return whether text is a division code of this city, former ones included [GB/T 2260]."""
    return text in divisions()


def is_county(text: str) -> bool:
    """Return whether text is the code of a county or a zone of this city, former ones included."""
    return is_division(text) and not divisions()[text].is_city


def is_code_prefix(text: str) -> bool:
    """Return whether plot and parcel codes may begin with text: a county's code, not a zone's."""
    return is_county(text) and divisions()[text].kind is DivisionKind.COUNTY


def is_in_force(code: str, on: date) -> bool:
    """Return whether a division existed on a day; raises `KeyError` for a foreign code.

    The table has years only: a division counts from the start of its first year to the end of its
    last.
    """
    known = divisions()[code]
    begun = not known.since or int(known.since) <= on.year
    return begun and (not known.until or on.year <= int(known.until))


def is_competent_for(division: str, code: str) -> bool:
    """Return whether a county or zone may be the place of a plot or parcel code.

    The code keeps its six digits; a zone is competent for land of the counties that it lies within.
    """
    place = county_now(code)
    known = divisions().get(current(division))
    return known is not None and (known.code == place or place in known.within)


def place_of(county: str, code: str) -> str:
    """Return the division competent for a plot or parcel: its county or zone as recorded.

    That of the code, if the recorded one contradicts it.
    """
    return current(county) if is_competent_for(county, code) else county_now(code)


def city_code() -> str:
    """Return the code of the city as a whole; raises `SettingsError` if the table has none."""
    for division in divisions().values():
        if division.is_city:
            return division.code
    raise SettingsError(f"{FILE_SETTING}: the table names no city; {_REMEDY}")


def current(code: str) -> str:
    """Return the code of the present division that replaced a former one."""
    known = divisions().get(code)
    while known is not None and known.successor:
        known = divisions().get(known.successor)
    return code if known is None else known.code


def county_now(code: str) -> str:
    """Return the county that is competent today for a plot or parcel code.

    A code keeps its six digits even after its county is abolished.
    """
    return current(code[:6])


def office_division(division: str, county: str) -> str | None:
    """Return the division of an office for an event: None if it is that of the county."""
    return division if division and division != current(county) else None


def division_name(code: str) -> str:
    """Return the Chinese name of a division; raises `KeyError` for a code of another city."""
    return divisions()[code].name


def configure_divisions(file: str) -> None:
    """Set the table of this city, "" for that of Jinzhong; a second call replaces the first."""
    _DivisionTable.table = file or JINZHONG


def divisions() -> dict[str, Division]:
    """Return the divisions of this city by code.

    The table of Jinzhong comes with the platform. Another city names its own file, with the same
    columns, in LIANDONG_DIVISIONS (`configure_divisions`); each file is read once. Raises
    `SettingsError` that names the file and the invalid line.
    """
    return _read(_DivisionTable.table)


@cache
def _read(name: str) -> dict[str, Division]:
    """Read a table once; keyed by name, since comparing a `Path` is slow and lookups frequent."""
    path = Path(name)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = [_division(row) for row in csv.DictReader(file)]
    except (OSError, KeyError, ValueError) as error:
        raise SettingsError(
            f"{FILE_SETTING}: {path} cannot be used: {error!r}; {_REMEDY}"
        ) from error
    if not found:
        raise SettingsError(f"{FILE_SETTING}: {path} has no rows; {_REMEDY}")
    known = {division.code: division for division in found}
    for division in found:
        if unknown := [code for code in division.within if code not in known]:
            raise SettingsError(
                f"{FILE_SETTING}: {path}: {division.code} lies within {unknown[0]}, which the "
                "table does not have"
            )
        if division.successor and not (division.until and division.successor in known):
            raise SettingsError(
                f"{FILE_SETTING}: {path}: {division.code} has a successor that is not in the "
                "table, or no last year"
            )
    return known


def _division(row: dict[str, str]) -> Division:
    code, name = row["code"], row["name_zh"]
    if not (_SIX_DIGITS.fullmatch(code) and name):
        raise ValueError(f"a row needs a code of six digits and a name, not {code!r}, {name!r}")
    lon, lat = row.get("seat_lon"), row.get("seat_lat")
    seat = (float(lon), float(lat)) if lon and lat else None
    kind, within = _kind(row, code), tuple((row.get("within") or "").split())
    if (kind is DivisionKind.ZONE) != bool(within):
        raise ValueError(f"{code}: a zone, and only a zone, lies within counties")
    return Division(
        code,
        name,
        seat,
        _year(row, "until"),
        row.get("successor") or "",
        kind,
        within,
        _year(row, "since"),
    )


def _kind(row: dict[str, str], code: str) -> DivisionKind:
    """Return the kind of a row; tables of older releases have no column for it."""
    told = row.get("kind") or ("city" if code.endswith("00") else "county")
    if told not in list(DivisionKind):
        raise ValueError(f"{code}: kind is city, county or zone, not {told!r}")
    return DivisionKind(told)


def _year(row: dict[str, str], column: str) -> str:
    year = row.get(column) or ""
    if year and not _YEAR.fullmatch(year):
        raise ValueError(f"{row['code']}: {column} is a year such as 2019, not {year!r}")
    return year
