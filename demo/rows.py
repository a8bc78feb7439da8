"""Rows of a CSV file of public records, with errors that name file, line and column."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

M2_PER_HECTARE = 10_000.0
M2_PER_MU = 10_000 / 15

_UNITS_M2 = {
    **dict.fromkeys(("㎡", "m²", "m2", "平方米"), 1.0),
    **dict.fromkeys(("公顷", "ha"), M2_PER_HECTARE),
    **dict.fromkeys(("亩", "mu"), M2_PER_MU),
}
_AREA = re.compile(rf"([0-9]+(?:\.[0-9]+)?) *(万?) *({'|'.join(_UNITS_M2)})")
_DATE = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"|([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})"
    r"|([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日"
)


class RecordError(ValueError):
    """A row is invalid; the text names file, line and column."""


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A row with its place (file and line), which every error names."""

    place: str
    cells: dict[str, str]

    def text(self, column: str) -> str:
        """Return a stripped cell, which may be empty; `RecordError` if the column is missing."""
        cell = self.cells.get(column)
        if cell is None:
            raise self.error(column, "缺少这一列")
        return cell.strip()

    def must(self, column: str, parse: Callable[[str], T]) -> T:
        """Return a parsed cell; `RecordError` if it is empty or invalid."""
        text = self.text(column)
        if not text:
            raise self.error(column, "不能为空")
        try:
            return parse(text)
        except ValueError as error:
            raise self.error(column, f"“{text}”有误：{error}") from error

    def may(self, column: str, parse: Callable[[str], T]) -> T | None:
        """Return a parsed cell, or None if it is empty."""
        return self.must(column, parse) if self.text(column) else None

    def several(self, column: str) -> tuple[str, ...]:
        """Return the items of a cell that lists them with the Chinese comma (、)."""
        text = self.text(column)
        return tuple(text.split("、")) if text else ()

    def error(self, column: str, problem: str) -> RecordError:
        """Return the error that names this row and a column."""
        return RecordError(f"{self.place}“{column}”列：{problem}")


def rows(path: Path) -> Iterator[RecordRow]:
    """Yield the rows of a file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for cells in reader:
            place = f"{path.name} 第{reader.line_num}行"
            if None in cells:
                raise RecordError(f"{place}：比标题行多出一列，含逗号的内容要加引号")
            yield RecordRow(place, cells)


def parse_area_m2(text: str) -> float:
    """Parse a published area such as `62.03 亩`, `7.3894 公顷` or `11.73 万㎡` to square metres."""
    found = _AREA.fullmatch(text.strip())
    if not found:
        raise ValueError("面积应为数字加单位（㎡、公顷或亩）")
    return float(found[1]) * (10_000 if found[2] else 1) * _UNITS_M2[found[3]]


def parse_date(text: str) -> date:
    """Parse a date such as `2026-01-16`, `2026/1/16` or `2026年1月16日`."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        raise ValueError("日期应如 2026-01-16 或 2026年1月16日")
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError("没有这一天") from error
