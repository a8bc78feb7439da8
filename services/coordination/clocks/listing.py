"""Lists of obligations: what is due soonest first."""

from collections.abc import Callable
from datetime import UTC, datetime

from services.coordination.clocks.domain import Obligation, ObligationState
from services.coordination.clocks.views import Owed, owed
from shared.errors import Fault, InvalidInputError
from shared.store import Place, Store
from shared.work import Page, PageRequest

ALWAYS = datetime(9999, 1, 1, tzinfo=UTC)


def page_of(store: Store, asked: PageRequest) -> Page[Owed]:
    """Give the next obligations by the time at which they are breached.

    Those that stand still have no such time; they are listed by `state`, in order of their ids.
    """
    wanted = dict(asked.wanted)
    until = wanted.pop("due_at", ALWAYS)
    if wanted.get("state") is ObligationState.SUSPENDED:
        still = store.page(Obligation, wanted, asked.after, asked.limit + 1)
        return _page(still, asked.limit, lambda at: at.id)
    after = _place(asked.after)
    found = store.soonest(Obligation, "due_at", wanted, after, until, asked.limit + 1)
    return _page(found, asked.limit, _told)


def _page(found: list[Obligation], limit: int, told: Callable[[Obligation], str]) -> Page[Owed]:
    items = tuple(map(owed, found[:limit]))
    return Page(items, told(found[limit - 1]) if len(found) > limit else None)


def _told(at: Obligation) -> str:
    return f"{at.due_at.isoformat() if at.due_at else ''}|{at.id}"


def _place(after: str) -> Place | None:
    if not after:
        return None
    moment, bar, key = after.partition("|")
    try:
        at = datetime.fromisoformat(moment.replace(" ", "+"))
    except ValueError:
        bar = ""
    if not bar or at.tzinfo is None:
        raise InvalidInputError((Fault("after", "应为上一页的 next"),))
    return at, key
