"""Parse rules from TOML; an error names the rule and what to change."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from services.coordination.clocks.errors import RuleError
from services.coordination.clocks.rulebook.rule import (
    ClockRule,
    EventMapping,
    Expiry,
    Extension,
    Latest,
    Limit,
    Match,
    PauseRule,
    SourceMark,
    ThreadKind,
    Warn,
    Where,
    WithoutClock,
)
from shared.calendar import CalendarError, Period, Unit

TomlTable = Mapping[str, Any]
OPTIONAL = ("suspendable", "note", "follows", "enabled")


def read_toml(name: str, text: str) -> dict[str, Any]:
    """Parse a file; an error names the file."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{name} 不是有效的 TOML：{error}") from error


def rules_of(table: TomlTable) -> Iterator[ClockRule]:
    """Parse the rules of one file; its first table defines the abbreviations."""
    for one in table.get("rule", ()):
        name = one.get("id", "?")
        try:
            yield _rule(table.get("file", {}), one)
        except (KeyError, TypeError, ValueError, CalendarError) as error:
            raise RuleError(f"规则“{name}”有误：{_fault(error)}") from error


def event_mapping_of(table: TomlTable) -> EventMapping:
    """Parse the mapping of one event to a thread."""
    try:
        return EventMapping(**{**table, "keep": tuple(table.get("keep", ()))})
    except TypeError as error:
        raise RuleError(f"hears“{table.get('event', '?')}”有误：{error}") from error


def thread_of(name: str, table: TomlTable) -> ThreadKind:
    """Parse one kind of thread."""
    return ThreadKind(name, table["title"], timedelta(minutes=table.get("skew_minutes", 0)))


def without_clock_of(table: TomlTable) -> Iterator[WithoutClock]:
    """Parse the provisions that set no period."""
    for provision in table.get("without_clock", ()):
        yield WithoutClock(
            provision["id"], provision["title"], provision["why"], tuple(provision["basis"])
        )


def period_of(table: TomlTable) -> Period:
    """Parse a length with its unit."""
    return Period(table["length"], Unit(table["unit"]), table.get("rolls", True))


def warn_of(table: TomlTable) -> Warn:
    """Parse when to warn."""
    if "elapsed" in table:
        return Warn(elapsed=float(table["elapsed"]))
    return Warn(before=table["before"], unit=Unit(table.get("unit", Unit.WORKING_DAY)))


def _rule(file: TomlTable, table: TomlTable) -> ClockRule:
    def matches(named: Iterable[Any]) -> tuple[Match, ...]:
        return tuple(_match(file, entry) for entry in named)

    closed_by = table.get("closed_by", file.get("closed_by", ()))
    more = {name: table[name] for name in OPTIONAL if name in table}
    return ClockRule(
        id=table["id"],
        title=table["title"],
        thread=table.get("thread") or file["thread"],
        owner=table["owner"],
        starts=matches(table["starts"]),
        fulfilled=matches(table["fulfilled"]),
        withdrawn=matches((*table.get("withdrawn", ()), *closed_by)),
        latest=_latest(file, table["latest"]) if "latest" in table else None,
        pauses=tuple(
            PauseRule(
                matches(pause["from"]),
                matches(pause["until"]),
                pause["why"],
                SourceMark(pause["mark"]),
            )
            for pause in table.get("pauses", ())
        ),
        limits=tuple(_limit(file, limit) for limit in table["limit"]),
        expiry=Expiry(table.get("expiry", Expiry.OVERDUE)),
        warn=warn_of(table.get("warn", {"elapsed": 0.75})),
        **more,
    )


def _match(file: TomlTable, named: Any) -> Match:
    if not isinstance(named, str):
        return Match(named["event"], _where(named.get("where", {})))
    if "event" not in file:
        return Match(named)
    where = {file["field"]: (named,), **_where(file.get("where", {}))}
    return Match(file["event"], where)  # the most selective field is compared first


def _where(table: TomlTable) -> Where:
    return {name: tuple(values) for name, values in table.items()}


def _latest(file: TomlTable, table: TomlTable) -> Latest:
    return Latest(
        tuple(_match(file, entry) for entry in table["of"]),
        tuple(_match(file, entry) for entry in table["is"]),
    )


def _limit(file: TomlTable, table: TomlTable) -> Limit:
    return Limit(
        id=table.get("id") or table["basis"][0].partition(" ")[0],
        period=period_of(table),
        mark=SourceMark(table["mark"]),
        basis=tuple(table["basis"]),
        where=_where(table.get("where", {})),
        since=_day(table.get("since")),
        until=_day(table.get("until")),
        counts_start_day=table.get("counts_start_day", False),
        extend=tuple(_extension(file, extension) for extension in table.get("extend", ())),
    )


def _extension(file: TomlTable, table: TomlTable) -> Extension:
    narrower = _where(table.get("where", {}))
    on = (_match(file, entry) for entry in table["on"])
    return Extension(
        tuple(Match(match.event, {**match.where, **narrower}) for match in on),
        period_of(table),
        tuple(table["basis"]),
    )


def _day(value: Any) -> date | None:
    if value is not None and not isinstance(value, date):
        raise ValueError(f"日期应写作 2026-08-15，而不是 {value!r}")
    return value


def _fault(error: Exception) -> str:
    return f"缺少 {error.args[0]}" if isinstance(error, KeyError) else str(error)
