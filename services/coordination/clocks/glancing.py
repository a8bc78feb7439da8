"""Tell at a glance that a recount would change nothing of a clock."""

from services.coordination.clocks.domain import Obligation
from services.coordination.clocks.rule import Rulebook
from shared.calendar import Calendar, count


def stands(known: Obligation, book: Rulebook, calendar: Calendar) -> bool:
    """Count a clock again from what is kept of it alone; False whenever that could deceive.

    It could where the rules are others, or where an extension was granted: whether one is void
    depends on the shorter period, which may have moved.
    """
    rule = book.rules.get(known.rule)
    limit = rule.limit_named(known.limit) if rule and known.rulebook == book.version else None
    if limit is None or (known.length, known.unit) != (limit.period.length, limit.period.unit):
        return False
    found = count(limit.period, known.started_at, calendar, known.pauses, limit.counts_start_day)
    return (known.due_at, known.provisional) == (found.due_at, found.provisional)
