"""The day or instant that a start names, from which or to which a period runs."""

from datetime import UTC, date, datetime

from services.coordination.clocks.observed import ObservedEvent
from services.coordination.clocks.rulebook.limit import Limit
from services.coordination.clocks.titles import field_title
from shared.calendar import begin_of

EARLIEST = datetime(1992, 1, 2, tzinfo=UTC)
LATEST_YEAR = 2098
"""Calendars can count from every day between `EARLIEST` and this year, in any zone."""
DAY_LENGTH = len("2026-10-08")
MISSING = "该事件没有写明期限所依据的“{field}”，无法计时；请由发布部门更正后重新发布"
UNREADABLE = "该事件写明的“{field}”（{text}）无法用于计时；请由发布部门更正后重新发布"


class UncountableError(ValueError):
    """A start owes something, but its period cannot be counted; the text has reason and remedy."""


def anchor_of(limit: Limit, start: ObservedEvent) -> date | datetime:
    """Return the day or instant that a limit needs; raises `UncountableError`."""
    text = start.said.get(limit.anchor, "")
    if not text:
        raise UncountableError(MISSING.format(field=field_title(start.event, limit.anchor)))
    try:
        found = _parsed(text)
    except (ValueError, OverflowError):
        found = None
    if found is None or not EARLIEST.year <= found.year <= LATEST_YEAR:
        title = field_title(start.event, limit.anchor)
        raise UncountableError(UNREADABLE.format(field=title, text=text))
    return found


def instant_of_anchor(limit: Limit, start: ObservedEvent) -> datetime:
    """Return the same as an instant: of a day its first one."""
    found = anchor_of(limit, start)
    return found if isinstance(found, datetime) else begin_of(found)


def _parsed(text: str) -> date | datetime | None:
    if len(text) == DAY_LENGTH:
        return date.fromisoformat(text)
    found = datetime.fromisoformat(text)
    if found.utcoffset() is None:
        return None
    return found.astimezone(UTC).replace(microsecond=found.microsecond // 1000 * 1000)
