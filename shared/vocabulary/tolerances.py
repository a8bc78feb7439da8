"""Tolerances of surveyed land: how far two records of one border may differ; the city sets them."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from shared.errors import SettingsError

FILE_SETTING = "LIANDONG_TOLERANCES"


@dataclass(frozen=True, slots=True)
class Tolerances:
    """Limits below which shared ground is no sharing; settings of the city, no law sets them.

    `border_m`: two surveys of one border differ by up to this width, in metres. `touch_m2` and
    `touch_share`: wider ground below both, in square metres and as a share of the smaller area, is
    a doubtful border (边界待核). `area_share`: how far a registered area may be from its polygon.
    """

    border_m: float = 0.5
    touch_m2: float = 10.0
    touch_share: float = 0.005
    area_share: float = 0.05


HIGHEST = Tolerances(border_m=5.0, touch_m2=1000.0, touch_share=0.1, area_share=0.5)
"""A city cannot set more: whole gardens would belong to nobody."""


class _ToleranceFile:
    name: ClassVar[str] = ""


def configure_tolerances(file: str) -> None:
    """Set the file of this city, "" for the values above; a second call replaces the first."""
    _ToleranceFile.name = file


def tolerances() -> Tolerances:
    """Return the tolerances in force; `SettingsError` names the file and the invalid value."""
    return _read(_ToleranceFile.name)


@cache
def _read(name: str) -> Tolerances:
    if not name:
        return Tolerances()
    try:
        given = tomllib.loads(Path(name).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{FILE_SETTING}: {name} cannot be read: {error}") from error
    known = {field.name for field in fields(Tolerances)}
    if unknown := sorted(given.keys() - known):
        raise SettingsError(
            f"{FILE_SETTING}: {name} has an unknown tolerance {unknown[0]!r}; "
            f"known are {', '.join(sorted(known))}"
        )
    return Tolerances(**{key: _value(name, key, value) for key, value in given.items()})


def _value(file: str, key: str, value: Any) -> float:
    highest: float = getattr(HIGHEST, key)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not (is_number and 0 < value <= highest):
        raise SettingsError(
            f"{FILE_SETTING}: {key} in {file} must be a number above 0 and up to {highest:g}, "
            f"not {value!r}"
        )
    return float(value)
