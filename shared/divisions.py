"""The counties of the city: their codes, names and seats, from a table."""

import csv
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shared.settings import SettingsError

FILE_SETTING = "LIANDONG_DIVISIONS"
JINZHONG = Path(__file__).parent / "tables" / "divisions.csv"
_SIX_DIGITS = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True)
class Division:
    """An administrative division (行政区划) of GB/T 2260."""

    code: str
    name: str
    seat: tuple[float, float] | None
    until: str

    @property
    def is_city(self) -> bool:
        """Tell whether this is the city as a whole, not one of its counties."""
        return self.code.endswith("00")


def is_division(text: str) -> bool:
    """Tell whether text is a division code of this city, a former one included [GB/T 2260]."""
    return text in divisions()


def is_county(text: str) -> bool:
    """Tell whether text is a county code of this city, a former one included [GB/T 2260]."""
    return is_division(text) and not divisions()[text].is_city


def division_name(code: str) -> str:
    """Return the Chinese name of a division; raises `KeyError` for a code of another city."""
    return divisions()[code].name


def divisions() -> dict[str, Division]:
    """Return the divisions of this city by code.

    The table of Jinzhong comes with the platform. Another city names its own file, with the same
    columns, in LIANDONG_DIVISIONS; it is read at the first call and then kept. Raises
    `SettingsError` that names the file and the line that cannot be used.
    """
    return _read(Path(os.environ.get(FILE_SETTING) or JINZHONG))


@cache
def _read(path: Path) -> dict[str, Division]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = [_division(row) for row in csv.DictReader(file)]
    except (OSError, KeyError, ValueError) as error:
        raise SettingsError(f"{FILE_SETTING}: {path} cannot be used: {error!r}") from error
    if not found:
        raise SettingsError(f"{FILE_SETTING}: {path} has no rows")
    return {division.code: division for division in found}


def _division(row: dict[str, str]) -> Division:
    code, name = row["code"], row["name_zh"]
    if not (_SIX_DIGITS.fullmatch(code) and name):
        raise ValueError(f"a row needs a code of six digits and a name, not {code!r}, {name!r}")
    lon, lat = row.get("seat_lon"), row.get("seat_lat")
    seat = (float(lon), float(lat)) if lon and lat else None
    return Division(code, name, seat, row.get("until") or "")
