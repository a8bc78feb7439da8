"""How long a clock runs: its start, its extensions, the times it stands still, and the warning."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from services.coordination.clocks.clock import End
from services.coordination.clocks.domain import Act, ActKind, Heard
from services.coordination.clocks.matching import any_matches
from services.coordination.clocks.rule import Limit, Rule, Warn
from shared.calendar import Calendar, Count, Pause, Period, Unit, count, count_back
from shared.calendar.legal_days import begin_of


def measure(
    rule: Rule,
    limit: Limit,
    start: Heard,
    end: End | None,
    heard: tuple[Heard, ...],
    acts: tuple[Act, ...],
    calendar: Calendar,
) -> tuple[Count, datetime | None]:
    """Count the period as events and people have changed it; tell when to warn, too."""
    corrected = [at for at in acts if at.kind is ActKind.CORRECT]
    begun = max(corrected, key=lambda at: at.id).at if corrected else start.at
    until = end.heard.at if end else None
    pauses = (*_paused(rule, start, until, heard), *_suspended(acts))

    def counted(period: Period) -> Count:
        return count(period, begun, calendar, pauses, limit.counts_start_day)

    result = counted(limit.period)
    for at, period in _extensions(limit, start, until, heard, acts):
        if result.due_at is None or at < result.due_at:  # what has ended cannot be extended
            longer = counted(period)
            if result.due_at is None or (longer.due_at and longer.due_at > result.due_at):
                result = longer
    return result, warned(rule.warn, result)


def warned(warn: Warn, result: Count) -> datetime | None:
    """Tell from when an open clock is due soon; none while it stands still."""
    if result.due_at is None:
        return None
    if warn.elapsed is not None:
        running = result.due_at - result.start - _stood(result)
        at = result.due_at - running * (1 - warn.elapsed)
        return at.replace(microsecond=at.microsecond // 1000 * 1000)
    if warn.unit is Unit.HOUR or result.last_day is None:
        hours = warn.before if warn.unit is Unit.HOUR else warn.before * 24
        return count_back(Period(hours, Unit.HOUR), result.due_at, result.calendar).due_at
    last = begin_of(result.last_day)
    day = count_back(Period(warn.before, warn.unit, rolls=False), last, result.calendar).last_day
    return begin_of(day) if day else None


def _stood(result: Count) -> timedelta:
    """Add up for how long the clock stood still; overlapping times count once."""
    stood, at = timedelta(), result.start
    for pause in sorted(result.pauses, key=lambda one: one.since):
        until = pause.until or pause.since
        stood += max(timedelta(), until - max(at, pause.since))
        at = max(at, until)
    return stood


def _paused(
    rule: Rule, start: Heard, until: datetime | None, heard: tuple[Heard, ...]
) -> Iterator[Pause]:
    """List the times between the events that stop a clock and those that let it go on."""
    for told in rule.pauses:
        since: datetime | None = None
        for at in heard:
            if at.at < start.at or (until is not None and at.at > until):
                continue
            if since is None and any_matches(told.begins, at):
                since = at.at
            elif since is not None and any_matches(told.ends, at):
                yield Pause(since, at.at, told.why)
                since = None
        if since is not None:
            yield Pause(since, until, told.why)


def _suspended(acts: tuple[Act, ...]) -> Iterator[Pause]:
    since: Act | None = None
    for at in acts:
        if since is None and at.kind is ActKind.SUSPEND:
            since = at
        elif since is not None and at.kind is ActKind.RESUME:
            yield Pause(since.at, at.at, since.why)
            since = None
    if since is not None:
        yield Pause(since.at, None, since.why)


def _extensions(
    limit: Limit,
    start: Heard,
    until: datetime | None,
    heard: tuple[Heard, ...],
    acts: tuple[Act, ...],
) -> list[tuple[datetime, Period]]:
    """List when which longer period was granted."""
    granted = [
        (at.at, longer.period)
        for at in heard
        for longer in limit.extend
        if at.at >= start.at and (until is None or at.at <= until) and any_matches(longer.on, at)
    ]
    granted += [(at.at, Period(at.length, at.unit)) for at in acts if at.kind is ActKind.EXTEND]
    return sorted(granted, key=lambda at: (at[0], at[1].length))
