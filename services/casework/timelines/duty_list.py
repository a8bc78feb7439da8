"""The duties of a department, the earliest deadline first."""

from services.casework.timelines.domain import ClockState, KeptClock
from shared.handling import HandlerRunner
from shared.store import Page, PageRequest, page_by_time


def duties_of(work: HandlerRunner, asked: PageRequest) -> Page[KeptClock]:
    """List the duties of this department; only open ones unless the query says otherwise.

    Suspended ones have no time of breach: `state=已中止` lists them.
    """
    wanted = {"owner": work.context.department, **asked.wanted}
    if "state" not in wanted and "case_id" not in wanted:
        wanted.setdefault("open", True)
    return clocks_of(work, PageRequest(wanted, asked.after, asked.limit))


def clocks_of(work: HandlerRunner, asked: PageRequest) -> Page[KeptClock]:
    """List stored clocks, whoever owes, the earliest deadline first."""
    return page_by_time(
        work.context.store,
        KeptClock,
        "due_at",
        work.in_sight(KeptClock, asked),
        lambda clock: clock,
        lambda told: told.get("state") is ClockState.SUSPENDED,
    )
