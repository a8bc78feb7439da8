"""Lists of obligations, the earliest deadline first."""

from services.coordination.clocks.domain import OPEN_CLOCKS, Obligation, RecountBaseline
from services.coordination.clocks.recount.state import with_confirmed_state
from services.coordination.clocks.states import ObligationState
from services.coordination.clocks.views import Owed, to_owed
from shared.handling import HandlerRunner
from shared.store import Page, PageRequest, page_by_time


def page_of(work: HandlerRunner, asked: PageRequest) -> Page[Owed]:
    """Return the next page of obligations, ordered by the time of breach.

    Suspended ones have no such time; they are listed by `state`, in the order of their ids.
    """
    store = work.context.store
    counted = store.read(RecountBaseline, OPEN_CLOCKS)
    return page_by_time(
        store,
        Obligation,
        "due_at",
        work.in_sight(Owed, asked),
        lambda obligation: to_owed(with_confirmed_state(obligation, counted)),
        lambda wanted: wanted.get("state") is ObligationState.SUSPENDED,
    )
