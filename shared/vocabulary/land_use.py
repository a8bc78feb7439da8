"""Land use as a scheme and its code, never a bare code: the same code differs between schemes."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "tables" / "land_use.csv"


class LandScheme(StrEnum):
    """A classification of land that departments use."""

    PLANNING = "planning-2023"
    """国土空间调查、规划、用途管制用地用海分类, 2023."""
    SURVEY_3 = "survey-3"
    """第三次全国国土调查工作分类 (三调)."""
    GBT_21010 = "gbt-21010-2017"
    """GB/T 21010-2017 土地利用现状分类."""
    GB_50137 = "gb-50137-2011"
    """GB 50137-2011 城市用地分类, in older city plans."""


class LimitClass(StrEnum):
    """Which column of limit values of GB 36600-2018 applies."""

    FIRST = "first"
    SECOND = "second"


_SURVEYED = 4
_CROPLAND_ROOTS = ("01", "02")
_SENSITIVE_ROOTS = {
    LandScheme.PLANNING: ("07", "08"),
    LandScheme.SURVEY_3: ("07", "08"),
    LandScheme.GBT_21010: ("07", "08"),
    LandScheme.GB_50137: ("R", "A"),
}


@dataclass(frozen=True, slots=True)
class LandUse:
    """A use of land, as (planning-2023, 0701)."""

    scheme: LandScheme
    code: str

    @property
    def is_known(self) -> bool:
        """Tell whether the scheme has this code, or one that it refines where the table is open.

        A coarse code is known like a fine one: `07` as well as `0701` and `070101`.
        """
        row = _closest_row(self)
        return row is not None and (row.code == self.code or (row.finer and self._fits(row)))

    @property
    def is_sensitive(self) -> bool:
        """Tell whether this is a use for living or for the public (一住两公) [code.454, code.456].

        Such a use needs a survey of the soil before it, and is forbidden on registered plots. In
        the survey schemes utilities 0809 and parks 0810 belong to it; in the planning scheme
        utilities 13 and green space 14 do not. The root decides, so that a finer code that
        nobody has heard of is sensitive too.
        """
        return self.code.startswith(_SENSITIVE_ROOTS[self.scheme])

    @property
    def is_edible_cropland(self) -> bool:
        """Tell whether food is grown on it: cropland (耕地) or orchards (园地) [plan.2]."""
        return self.scheme is not LandScheme.GB_50137 and self.code.startswith(_CROPLAND_ROOTS)

    @property
    def name(self) -> str:
        """Return the Chinese title, of the nearest coarser code where this one has none."""
        row = _closest_row(self)
        while row is not None and not row.title:
            row = _closest_row(LandUse(self.scheme, row.code[:-1]))
        return row.title if row else "未知地类"

    @property
    def gb36600_class(self) -> LimitClass:
        """Return the class of limit values; an unclear use takes the first [GB 36600-2018 5.3.1].

        It may differ from `is_sensitive`: offices (机关团体) need a survey, yet are second class.
        Land that is not for building takes the first class as well.
        """
        row = _closest_row(self)
        return row.limit_class if row else LimitClass.FIRST

    def _fits(self, row: "_Row") -> bool:
        rest = self.code.removeprefix(row.code)
        if self.scheme is LandScheme.GB_50137:
            return len(self.code) <= 3 and rest.isdecimal() and rest.isascii()
        if self.scheme is LandScheme.SURVEY_3 and len(row.code) == 4:
            return len(rest) == 1 and "A" <= rest <= "Z"
        return len(self.code) in (4, 6) and rest.isdecimal() and rest.isascii()


def code_patterns() -> Iterator[tuple[str, str]]:
    """Give for each scheme a pattern of the codes that it knows, refined ones included.

    A code that a table refines further down may fit and not be known.
    """
    for scheme in LandScheme:
        rows = [row for (of, _), row in _rows().items() if of is scheme]
        codes = sorted({form for row in rows for form in _forms(scheme, row)})
        yield scheme.value, f"^({'|'.join(codes)})$"


def _forms(scheme: LandScheme, row: "_Row") -> Iterator[str]:
    """Write the code of a row, and what may refine it, as patterns."""
    yield row.code
    if not row.finer:
        return
    if scheme is LandScheme.GB_50137:
        yield from (f"{row.code}[0-9]{{{more}}}" for more in range(1, 4 - len(row.code)))
    elif scheme is LandScheme.SURVEY_3 and len(row.code) == _SURVEYED:
        yield f"{row.code}[A-Z]"
    else:
        yield from (
            f"{row.code}[0-9]{{{whole - len(row.code)}}}"
            for whole in (4, 6)
            if whole > len(row.code)
        )


@dataclass(frozen=True, slots=True)
class _Row:
    code: str
    title: str
    limit_class: LimitClass
    finer: bool


def _closest_row(use: LandUse) -> _Row | None:
    """Find the row of the code itself, or of the longest code that it begins with."""
    rows = _rows()
    for length in range(min(len(use.code), 8), 0, -1):
        row = rows.get((use.scheme, use.code[:length]))
        if row is not None:
            return row
    return None


@cache
def _rows() -> dict[tuple[LandScheme, str], _Row]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            (LandScheme(row["scheme"]), row["code"]): _Row(
                row["code"], row["title"], LimitClass(row["gb36600"]), row["finer"] == "yes"
            )
            for row in csv.DictReader(file)
        }
