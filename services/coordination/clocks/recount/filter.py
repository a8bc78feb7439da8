"""Find the open clocks that a recount might move; thousands share one test."""

from datetime import date
from functools import lru_cache

from services.coordination.clocks.domain import RecountBaseline
from services.coordination.clocks.evaluation.warning import warning_instant
from services.coordination.clocks.rulebook.limit import Limit, LimitForm
from services.coordination.clocks.rulebook.rule import ClockRule, Rulebook
from shared.calendar import Calendar, Pause, Unit, begin_of, calendar_of, count, versions
from shared.messages import from_bson
from shared.store import DAY, GroupKey, Row

ALIKE = GroupKey(
    ("rule", "rulebook", "limit", "length", "unit", "calendar", "pauses", "last_day"), "started_at"
)
"""The fields that determine the end of a clock; for days only the first day matters."""


_count = lru_cache(maxsize=10_000)(count)


def is_unaffected(
    values: Row, counted: RecountBaseline | None, book: Rulebook, calendar: Calendar
) -> bool:
    """Return whether a recount leaves clocks that share one count unchanged; False if in doubt.

    In doubt are clocks with changed rules, or with an extension: whether an extension is void
    depends on the shorter period, which may have moved. In doubt is also what is counted back: the
    day that it is counted from is in the event alone. Hours are the same in every calendar, and so
    is a named end; the warning before it is not, if it is counted in working days.
    """
    rule = book.rules.get(values["rule"])
    limit = rule.limit_named(values["limit"]) if rule else None
    if rule is None or limit is None or not _same_rules(rule, values, counted, book):
        return False
    if limit.form.is_named:
        return _is_named_end_unaffected(rule, limit, values, calendar)
    extended = (values["length"], values["unit"]) != (limit.period.length, limit.period.unit)
    if extended or limit.period.unit is Unit.HOUR:
        return not extended
    start = begin_of(date.fromisoformat(values[DAY]))
    pauses = from_bson(values["pauses"], tuple[Pause, ...])

    found = _count(limit.period, start, calendar, pauses, limit.counts_start_day)
    if (found.last_day.isoformat() if found.last_day else None) != values["last_day"]:
        return False
    if rule.warn.elapsed is not None or values["calendar"] == calendar.version:
        return True
    return values["calendar"] in versions() and warning_instant(
        rule.warn, found
    ) == warning_instant(
        rule.warn,
        _count(
            limit.period, start, calendar_of(values["calendar"]), pauses, limit.counts_start_day
        ),
    )


def _is_named_end_unaffected(
    rule: ClockRule, limit: Limit, values: Row, calendar: Calendar
) -> bool:
    if limit.form is LimitForm.BEFORE:
        return limit.period.unit is Unit.HOUR
    return rule.warn.elapsed is not None or values["calendar"] == calendar.version


def _same_rules(
    rule: ClockRule, values: Row, counted: RecountBaseline | None, book: Rulebook
) -> bool:
    """Return whether a clock follows from the current rules of its kind."""
    if values["rulebook"] == book.version:
        return True
    if counted is None or values["rulebook"] not in counted.rulebooks:
        return False
    return counted.rules.get(rule.thread) == book.digest(rule.thread)
