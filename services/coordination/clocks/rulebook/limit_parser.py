"""Parse limits and conditions of events from TOML."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.coordination.clocks.rulebook.limit import (
    Extension,
    Limit,
    LimitForm,
    Match,
    SourceMark,
    Where,
)
from shared.calendar import Period, Unit

TomlTable = Mapping[str, Any]
NAMING = (LimitForm.FROM, LimitForm.BEFORE, LimitForm.DUE)
LENGTH = ("length", "unit", "rolls")
NAMED_HOURS = Period(0, Unit.NATURAL_DAY)
"""The length of a period whose end is named: none."""


def limit_of(file: TomlTable, table: TomlTable) -> Limit:
    """Parse a limit; its form is the key that names a field: `from`, `before`, `due`, or none."""
    since, until = _day(table, "since"), _day(table, "until")
    form, anchor = _form_of(table)
    return Limit(
        id=table.get("id") or table["basis"][0].partition(" ")[0],
        period=NAMED_HOURS if form is LimitForm.DUE else period_of(table),
        mark=SourceMark(table["mark"]),
        basis=tuple(table["basis"]),
        where=where_of(table.get("where", {})),
        since=since,
        until=until,
        counts_start_day=table.get("counts_start_day", False),
        extend=tuple(_extension(file, extension) for extension in table.get("extend", ())),
        form=form,
        anchor=anchor,
    )


def period_of(table: TomlTable) -> Period:
    """Parse a length with its unit."""
    return Period(table["length"], Unit(table["unit"]), table.get("rolls", True))


def match_of(file: TomlTable, named: Any) -> Match:
    """Parse the name of an event, or its name with conditions, by the file's abbreviations."""
    if not isinstance(named, str):
        return Match(named["event"], where_of(named.get("where", {})))
    if "event" not in file:
        return Match(named)
    where = {file["field"]: (named,), **where_of(file.get("where", {}))}
    return Match(file["event"], where)  # the most selective field is compared first


def where_of(table: TomlTable) -> Where:
    """Parse the allowed values of fields."""
    return {name: tuple(values) for name, values in table.items()}


def _form_of(table: TomlTable) -> tuple[LimitForm, str]:
    named = [form for form in NAMING if form.value in table]
    if len(named) > 1:
        raise ValueError("from、before、due 只能写一个")
    if not named:
        return LimitForm.COUNTED, ""
    (form,) = named
    if form is LimitForm.DUE and (wrong := [name for name in LENGTH if name in table]):
        raise ValueError(f"due 的期限由事件写明，不写 {'、'.join(wrong)}")
    if form.is_named and ("extend" in table or "counts_start_day" in table):
        raise ValueError(f"{form.value} 的期限不能延长，也不计起算日")
    if not isinstance(table[form.value], str):
        raise TypeError(f"{form.value} 应写起算事件中日期或时刻字段的名称")
    return form, table[form.value]


def _extension(file: TomlTable, table: TomlTable) -> Extension:
    narrower = where_of(table.get("where", {}))
    on = (match_of(file, entry) for entry in table["on"])
    return Extension(
        tuple(Match(match.event, {**match.where, **narrower}) for match in on),
        period_of(table),
        tuple(table["basis"]),
    )


def _day(table: TomlTable, name: str) -> date | None:
    """Return the first or last day of the law; another text means a field, which is `due`."""
    value = table.get(name)
    if value is not None and not isinstance(value, date):
        raise ValueError(
            f"{name} 是条文适用的日期，应写作 2026-08-15，而不是 {value!r}；"
            "截止日由事件字段写明的，写 due"
        )
    return value
