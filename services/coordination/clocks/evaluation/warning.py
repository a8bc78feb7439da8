"""When an open clock is due soon."""

from datetime import datetime, timedelta

from services.coordination.clocks.rulebook.rule import Warn
from shared.calendar import CountedPeriod, Period, Unit, begin_of, count_back


def warning_instant(
    warn: Warn, result: CountedPeriod, known: datetime | None = None
) -> datetime | None:
    """Return the instant from which an open clock is due soon; None while it is suspended.

    `known` is when the owner could first know, if the period does not run from its `start`.
    """
    if result.due_at is None:
        return None
    if warn.elapsed is not None:
        running = max(timedelta(), result.due_at - (known or result.start) - _stood(result))
        at = result.due_at - running * (1 - warn.elapsed)
        return at.replace(microsecond=at.microsecond // 1000 * 1000)
    if warn.unit is Unit.HOUR or result.last_day is None:
        hours = warn.before if warn.unit is Unit.HOUR else warn.before * 24
        return count_back(Period(hours, Unit.HOUR), result.due_at, result.calendar).due_at
    last = begin_of(result.last_day)
    day = count_back(Period(warn.before, warn.unit, rolls=False), last, result.calendar).last_day
    return begin_of(day) if day else None


def _stood(result: CountedPeriod) -> timedelta:
    """Return the total time of suspension; overlapping intervals count once."""
    stood, at = timedelta(), result.start
    for pause in sorted(result.pauses, key=lambda one: one.since):
        until = pause.until or pause.since
        stood += max(timedelta(), until - max(at, pause.since))
        at = max(at, until)
    return stood
