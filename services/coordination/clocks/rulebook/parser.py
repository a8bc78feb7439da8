"""Parse rules from TOML; an error names the rule and what to change."""

import tomllib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from services.coordination.clocks.errors import RuleError
from services.coordination.clocks.rulebook.limit import Match, SourceMark
from services.coordination.clocks.rulebook.limit_parser import TomlTable, limit_of, match_of
from services.coordination.clocks.rulebook.rule import (
    ClockRule,
    DutyBearer,
    EventMapping,
    Expiry,
    Latest,
    PauseRule,
    ThreadKind,
    Warn,
    WithoutClock,
)
from shared.calendar import CalendarError, Unit

OPTIONAL = ("suspendable", "note", "follows", "enabled", "division")


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
            yield from _expanded(table.get("file", {}), one)
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


def warn_of(table: TomlTable) -> Warn:
    """Parse when to warn."""
    if "elapsed" in table:
        return Warn(elapsed=float(table["elapsed"]))
    return Warn(before=table["before"], unit=Unit(table.get("unit", Unit.WORKING_DAY)))


def _expanded(file: TomlTable, table: TomlTable) -> Iterator[ClockRule]:
    """Parse a rule; of several owners each has a rule of its own, with the owner in its id."""
    if ("owner" in table) == ("owners" in table):
        raise ValueError("owner 和 owners 写且只写一个")
    if "owner" in table:
        yield _rule(file, table, table["id"], table["owner"])
        return
    for owner in table["owners"]:
        yield _rule(file, table, f"{table['id']}-{owner}", owner)


def _rule(file: TomlTable, table: TomlTable, name: str, owner: str) -> ClockRule:
    def matches(named: Iterable[Any]) -> tuple[Match, ...]:
        return tuple(match_of(file, entry) for entry in named)

    closed_by = table.get("closed_by", file.get("closed_by", ()))
    more = {field: table[field] for field in OPTIONAL if field in table}
    return ClockRule(
        id=name,
        family=table["id"],
        title=table["title"],
        thread=table.get("thread") or file["thread"],
        owner=owner,
        starts=matches(table["starts"]),
        fulfilled=_fulfilled(file, table),
        withdrawn=matches((*table.get("withdrawn", ()), *closed_by)),
        latest=_latest(file, table["latest"]) if "latest" in table else None,
        pauses=tuple(_pause(file, pause) for pause in table.get("pauses", ())),
        limits=tuple(limit_of(file, limit) for limit in table["limit"]),
        expiry=Expiry(table.get("expiry", Expiry.OVERDUE)),
        warn=warn_of(table.get("warn", {"elapsed": 0.75})),
        duty_of=DutyBearer(table["duty_of"]) if "duty_of" in table else None,
        is_met_by_start=table.get("self", False),
        repeats=table.get("repeat", False),
        **more,
    )


def _fulfilled(file: TomlTable, table: TomlTable) -> tuple[Match, ...]:
    if not table.get("self"):
        return tuple(match_of(file, entry) for entry in table["fulfilled"])
    if wrong := [name for name in ("fulfilled", "repeat", "pauses") if name in table]:
        raise ValueError(f"self 的期限由起算事件本身履行，不写 {'、'.join(wrong)}")
    return ()


def _pause(file: TomlTable, table: TomlTable) -> PauseRule:
    return PauseRule(
        tuple(match_of(file, entry) for entry in table["from"]),
        tuple(match_of(file, entry) for entry in table["until"]),
        table["why"],
        SourceMark(table["mark"]),
    )


def _latest(file: TomlTable, table: TomlTable) -> Latest:
    return Latest(
        tuple(match_of(file, entry) for entry in table["of"]),
        tuple(match_of(file, entry) for entry in table["is"]),
    )


def _fault(error: Exception) -> str:
    return f"缺少 {error.args[0]}" if isinstance(error, KeyError) else str(error)
