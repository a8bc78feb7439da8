"""The counties of the city: their codes, names and seats, from a table."""

import csv
import re
from dataclasses import dataclass
from datetime import date
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


@dataclass(frozen=True, slots=True)
class Division:
    """An administrative division (行政区划) of GB/T 2260.

    `seat` is the longitude and latitude of its government, if known. A former division has the last
    year in which it existed (`until`, "" for a present one) and its `successor`.
    """

    code: str
    name: str
    seat: tuple[float, float] | None
    until: str
    successor: str = ""

    @property
    def is_city(self) -> bool:
        """Whether this is the city as a whole, not one of its counties."""
        return self.code.endswith("00")


def is_division(text: str) -> bool:
    """Return whether text is a division code of this city, former ones included [GB/T 2260]."""
    return text in divisions()


def is_county(text: str) -> bool:
    """Return whether text is a county code of this city, former ones included [GB/T 2260]."""
    return is_division(text) and not divisions()[text].is_city


def is_in_force(code: str, on: date) -> bool:
    """Return whether a division existed on a day; raises `KeyError` for a foreign code.

    The table has years only: a division counts to the end of its last year.
    """
    until = divisions()[code].until
    return not until or on.year <= int(until)


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


def city_code() -> str:
    """Return the code of the city as a whole, such as 140700 [GB/T 2260]."""
    return next((one.code for one in divisions().values() if one.is_city), "")


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
    until = row.get("until") or ""
    if until and not _YEAR.fullmatch(until):
        raise ValueError(f"{code}: until is a year such as 2019, not {until!r}")
    return Division(code, name, seat, until, row.get("successor") or "")
