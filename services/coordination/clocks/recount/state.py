"""The result of a recount: stored once for all open clocks, and shown on each of them."""

from dataclasses import replace

from services.coordination.clocks.domain import OPEN_CLOCKS, Obligation, RecountBaseline
from shared.calendar import calendar_of
from shared.handling import HandlerRunner


def obligation_as_recounted(work: HandlerRunner, obligation_id: str) -> Obligation:
    """Read a clock with the result of the last recount."""
    kept = work.get(Obligation, obligation_id)
    return with_confirmed_state(kept, work.context.store.read(RecountBaseline, OPEN_CLOCKS))


def with_confirmed_state(obligation: Obligation, counted: RecountBaseline | None) -> Obligation:
    """Set the calendar that last confirmed an open clock, for clocks that were not written.

    Their end did not move, so it is certain as soon as a notice covers that day.
    """
    if counted is None or not obligation.open or obligation.calendar >= counted.calendar:
        return obligation
    covered = obligation.last_day is None or calendar_of(counted.calendar).knows(
        obligation.last_day
    )
    return replace(
        obligation, calendar=counted.calendar, provisional=obligation.provisional and not covered
    )
