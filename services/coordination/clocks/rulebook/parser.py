"""Read rules out of TOML; a fault names the rule and says what to change."""

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

Told = Mapping[str, Any]
OPTIONAL = ("suspendable", "note", "follows", "enabled")


def read_toml(name: str, text: str) -> dict[str, Any]:
    """Parse a file; a fault names the file."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{name} 不是有效的 TOML：{error}") from error


def rules_of(told: Told) -> Iterator[ClockRule]:
    """Read the rules of one file, whose first table says what its short forms mean."""
    for one in told.get("rule", ()):
        name = one.get("id", "?")
        try:
            yield _rule(told.get("file", {}), one)
        except (KeyError, TypeError, ValueError, CalendarError) as error:
            raise RuleError(f"规则“{name}”有误：{_fault(error)}") from error


def event_mapping_of(told: Told) -> EventMapping:
    """Read how one event maps to a thread."""
    try:
        return EventMapping(**{**told, "keep": tuple(told.get("keep", ()))})
    except TypeError as error:
        raise RuleError(f"hears“{told.get('event', '?')}”有误：{error}") from error


def thread_of(name: str, told: Told) -> ThreadKind:
    """Read one kind of thread."""
    return ThreadKind(name, told["title"], timedelta(minutes=told.get("skew_minutes", 0)))


def without_clock_of(told: Told) -> Iterator[WithoutClock]:
    """Read the provisions that set no period."""
    for provision in told.get("without_clock", ()):
        yield WithoutClock(
            provision["id"], provision["title"], provision["why"], tuple(provision["basis"])
        )


def period_of(told: Told) -> Period:
    """Read a length with its unit."""
    return Period(told["length"], Unit(told["unit"]), told.get("rolls", True))


def warn_of(told: Told) -> Warn:
    """Read when to warn."""
    if "elapsed" in told:
        return Warn(elapsed=float(told["elapsed"]))
    return Warn(before=told["before"], unit=Unit(told.get("unit", Unit.WORKING_DAY)))


def _rule(file: Told, one: Told) -> ClockRule:
    def matches(named: Iterable[Any]) -> tuple[Match, ...]:
        return tuple(_match(file, entry) for entry in named)

    closed_by = one.get("closed_by", file.get("closed_by", ()))
    more = {name: one[name] for name in OPTIONAL if name in one}
    return ClockRule(
        id=one["id"],
        title=one["title"],
        thread=one.get("thread") or file["thread"],
        owner=one["owner"],
        starts=matches(one["starts"]),
        fulfilled=matches(one["fulfilled"]),
        withdrawn=matches((*one.get("withdrawn", ()), *closed_by)),
        latest=_latest(file, one["latest"]) if "latest" in one else None,
        pauses=tuple(
            PauseRule(
                matches(pause["from"]),
                matches(pause["until"]),
                pause["why"],
                SourceMark(pause["mark"]),
            )
            for pause in one.get("pauses", ())
        ),
        limits=tuple(_limit(file, limit) for limit in one["limit"]),
        expiry=Expiry(one.get("expiry", Expiry.OVERDUE)),
        warn=warn_of(one.get("warn", {"elapsed": 0.75})),
        **more,
    )


def _match(file: Told, named: Any) -> Match:
    if not isinstance(named, str):
        return Match(named["event"], _where(named.get("where", {})))
    if "event" not in file:
        return Match(named)
    where = {file["field"]: (named,), **_where(file.get("where", {}))}
    return Match(file["event"], where)  # what differs most is looked at first


def _where(told: Told) -> Where:
    return {name: tuple(values) for name, values in told.items()}


def _latest(file: Told, told: Told) -> Latest:
    return Latest(
        tuple(_match(file, entry) for entry in told["of"]),
        tuple(_match(file, entry) for entry in told["is"]),
    )


def _limit(file: Told, told: Told) -> Limit:
    return Limit(
        id=told.get("id") or told["basis"][0].partition(" ")[0],
        period=period_of(told),
        mark=SourceMark(told["mark"]),
        basis=tuple(told["basis"]),
        where=_where(told.get("where", {})),
        since=_day(told.get("since")),
        until=_day(told.get("until")),
        counts_start_day=told.get("counts_start_day", False),
        extend=tuple(_extension(file, extension) for extension in told.get("extend", ())),
    )


def _extension(file: Told, told: Told) -> Extension:
    narrower = _where(told.get("where", {}))
    on = (_match(file, entry) for entry in told["on"])
    return Extension(
        tuple(Match(match.event, {**match.where, **narrower}) for match in on),
        period_of(told),
        tuple(told["basis"]),
    )


def _day(told: Any) -> date | None:
    if told is not None and not isinstance(told, date):
        raise ValueError(f"日期应写作 2026-08-15，而不是 {told!r}")
    return told


def _fault(error: Exception) -> str:
    return f"缺少 {error.args[0]}" if isinstance(error, KeyError) else str(error)
