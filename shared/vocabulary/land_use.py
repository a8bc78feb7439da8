"""Land use as scheme and code, never a bare code: the same code differs between schemes."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "tables" / "land_use.csv"


class LandScheme(StrEnum):
    """A land classification that departments use."""

    PLANNING = "planning-2023"
    """国土空间调查、规划、用途管制用地用海分类, 2023."""
    SURVEY_3 = "survey-3"
    """第三次全国国土调查工作分类 (三调)."""
    GBT_21010 = "gbt-21010-2017"
    """GB/T 21010-2017 土地利用现状分类."""
    GB_50137 = "gb-50137-2011"
    """GB 50137-2011 城市用地分类, in older city plans."""


class LimitClass(StrEnum):
    """Applicable column of limit values of GB 36600-2018."""

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
    """A use of land, such as (planning-2023, 0701)."""

    scheme: LandScheme
    code: str

    @property
    def is_known(self) -> bool:
        """Whether the scheme has this code, or a coarser one that its table allows to be refined.

        A coarse code is known like a fine one: `07` as well as `0701` and `070101`.
        """
        row = _closest_row(self)
        return row is not None and (row.code == self.code or (row.finer and self._fits(row)))

    @property
    def is_sensitive(self) -> bool:
        """Whether this is a use for living or for the public (一住两公) [code.454, code.456].

        Such a use requires a soil survey first, and is forbidden on registered plots. In the survey
        schemes utilities 0809 and parks 0810 are included; in the planning scheme utilities 13 and
        green space 14 are not. The root decides, so that an unknown finer code is sensitive too.
        """
        return self.code.startswith(_SENSITIVE_ROOTS[self.scheme])

    @property
    def is_edible_cropland(self) -> bool:
        """Whether food is grown on it: cropland (耕地) or orchards (园地) [plan.2]."""
        return self.scheme is not LandScheme.GB_50137 and self.code.startswith(_CROPLAND_ROOTS)

    @property
    def name(self) -> str:
        """The Chinese title, or that of the nearest coarser code if this one has none."""
        row = _closest_row(self)
        while row is not None and not row.title:
            row = _closest_row(LandUse(self.scheme, row.code[:-1]))
        return row.title if row else "未知地类"

    @property
    def gb36600_class(self) -> LimitClass:
        """The class of limit values; an unclear use is first class [GB 36600-2018 5.3.1].

        It may differ from `is_sensitive`: offices (机关团体) need a survey, but are second class.
        Land that is not for building is first class as well.
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
    """Yield each scheme with a pattern of its known codes, including refined ones.

    A code that a table refines further down may match and yet be unknown.
    """
    for scheme in LandScheme:
        rows = [row for (of, _), row in _rows().items() if of is scheme]
        codes = sorted({form for row in rows for form in _forms(scheme, row)})
        yield scheme.value, f"^({'|'.join(codes)})$"


def _forms(scheme: LandScheme, row: "_Row") -> Iterator[str]:
    """Yield patterns of a row's code and its possible refinements."""
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
    """Return the row of the code itself, or of its longest prefix in the table."""
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
