"""Paged lists ordered by an instant, such as earliest due date first."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from shared.errors import FieldError, InvalidInputError
from shared.store.document import key_of
from shared.store.pages import Page, PageRequest
from shared.store.store import PagePosition, Store

T = TypeVar("T")
V = TypeVar("V")
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)


def page_by_time(
    store: Store,
    kind: type[T],
    field: str,
    asked: PageRequest,
    show: Callable[[T], V],
    stands_still: Callable[[Mapping[str, Any]], bool],
) -> Page[V]:
    """Return the next documents by an instant; in the filter, the instant is an upper bound.

    If `stands_still(wanted)`, the documents have no such instant and are ordered by key.
    """
    wanted = dict(asked.wanted)
    until = wanted.pop(field, END_OF_TIME)
    if stands_still(wanted):
        found = store.page(kind, wanted, asked.after, asked.limit + 1)
        return _page(found, asked.limit, show, key_of)
    after = _place(asked.after)
    found = store.page_by_time(kind, field, wanted, after, until, asked.limit + 1)
    return _page(found, asked.limit, show, lambda document: _cursor(document, field))


def _page(found: list[T], limit: int, show: Callable[[T], V], told: Callable[[T], str]) -> Page[V]:
    items = tuple(map(show, found[:limit]))
    return Page(items, told(found[limit - 1]) if len(found) > limit else None)


def _cursor(at: object, field: str) -> str:
    moment: datetime | None = getattr(at, field)
    return f"{moment.isoformat() if moment else ''}|{key_of(at)}"


def _place(after: str) -> PagePosition | None:
    if not after:
        return None
    moment, bar, key = after.partition("|")
    try:
        at = datetime.fromisoformat(moment.replace(" ", "+"))
        zoned = at.tzinfo is not None
        at = at.astimezone(UTC)
    except (ValueError, OverflowError):
        bar = ""
    if not bar or not zoned:
        raise InvalidInputError((FieldError("after", "应为上一页的 next"),))
    return at, key
