"""Runs handlers from service methods: `self.work(handler, message)`."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import orjson

from shared.errors import NotFoundError
from shared.handling.cause import Cause
from shared.handling.commands import CommandExecutor, PendingCommand
from shared.handling.idempotency import IdempotencyKey, replayed_answer, stored_answer
from shared.handling.jurisdiction import Office
from shared.handling.unit_of_work import UnitOfWork
from shared.messages.codec import to_bson
from shared.store.document import document_meta, key_of
from shared.store.pages import Page, PageRequest
from shared.store.store import MIB
from shared.store.unreadable import Unreadable, UnreadableDocumentError

M = TypeVar("M")
T = TypeVar("T")
POLL_S = 0.02
READ_AT_ONCE = 50
PAGE_BYTES = 4 * MIB
"""Size at which a page of a list ends, exceeded by at most `READ_AT_ONCE` documents."""


@dataclass(frozen=True, slots=True)
class RequestContext:
    """An authorized HTTP request: its cause, idempotency key, and seconds it may wait.

    A request that only reads has no idempotency key. `shows` is the restricted kind of document
    that its answer holds, or None.
    """

    cause: Cause
    once: IdempotencyKey | None = None
    patience_s: float = 0.0
    shows: type[Any] | None = None


class ReplayedAnswer(Exception):
    """Raised for a request that was answered before; `body` is the first answer."""

    def __init__(self, body: Any) -> None:
        super().__init__()
        self.body = body


class HandlerRunner:
    """Runs the handlers of one call: a command in its own unit of work, an event in the batch's."""

    def __init__(
        self,
        commands: CommandExecutor,
        request: RequestContext | None,
        wake: Callable[[], None],
    ) -> None:
        self.context = commands.context
        self._commands = commands
        self._request = request
        self._wake = wake
        self._uow: UnitOfWork | None = None  # of an event, while its handler runs

    @property
    def actor(self) -> str:
        """The person or system that sent the request."""
        if self._request is None:
            raise RuntimeError("nobody asks: this is no request")
        return self._request.cause.actor

    @property
    def office(self) -> Office | None:
        """The office of the person who sent the request; None for an event."""
        return None if self._request is None else self._request.cause.office

    def __call__(self, handle: Callable[[UnitOfWork, M], T], message: M) -> T:
        """Run a handler; its effects and its events are committed together, or not at all.

        Raises `ReplayedAnswer` if the command was answered before.
        """
        if self._uow is not None:
            return handle(self._uow, message)
        if self._request is None or self._request.once is None:
            raise RuntimeError("a handler runs only for a command or an event")
        cause, once = self._request.cause, self._request.once
        command = PendingCommand(handle, message, cause, once, dump=stored_answer)
        result = self._commands.execute(command)
        if not result.is_fresh:
            raise ReplayedAnswer(replayed_answer(result.answer, self._request.shows, self.get))
        self._wake()
        return cast(T, result.returned)

    def handle_and_wait(
        self, handle: Callable[[UnitOfWork, M], T], message: M, done: Callable[[T], bool]
    ) -> T:
        """Run a handler, then wait until `done` for other departments to react.

        Waits at most as long as the request's `Prefer: wait=N` allows and returns the document as
        it is then; a later reaction of another department is applied all the same.
        """
        latest = self(handle, message)
        patience_s = self._request.patience_s if self._request else 0.0
        deadline = time.monotonic() + patience_s
        while not done(latest) and time.monotonic() < deadline:
            time.sleep(POLL_S)
            latest = self.get(type(latest), key_of(latest))
        return latest

    def get(self, kind: type[T], key: str) -> T:
        """Read a committed document; `NotFoundError` names it.

        Raises `ForbiddenError` if the office of the request does not see it.
        """
        found = self.context.store.read(kind, key)
        if found is None:
            raise NotFoundError(document_meta(kind).title, key)
        if (office := self.office) is not None:
            office.check_sight(found)
        return found

    def in_sight(self, kind: type[Any], page: PageRequest) -> PageRequest:
        """Limit a list to what the office of the request sees; `ForbiddenError` for another's."""
        office = self.office
        return page if office is None else office.limit(kind, page)

    def page(self, kind: type[T], page: PageRequest) -> Page[T]:
        """Read a page of a list; a document that cannot be read is replaced by an `Unreadable`.

        Large documents make the page shorter than `page.limit`; `next` then continues the list.
        """
        page = self.in_sight(kind, page)
        found: list[T] = []
        size, wanted, after, is_end = 0, page.limit + 1, page.after, False
        while len(found) < wanted and size < PAGE_BYTES and not is_end:
            limit = min(READ_AT_ONCE, wanted - len(found))
            part = self._found(kind, page.wanted, after, limit)
            size += sum(map(_size_of, part))
            found += part
            is_end = len(part) < limit
            after = key_of(part[-1]) if part else after
        items = tuple(found[: page.limit])
        following = None if is_end and len(found) <= page.limit else key_of(items[-1])
        return Page(items, following)

    def _found(self, kind: type[T], wanted: dict[str, Any], after: str, limit: int) -> list[T]:
        store, found = self.context.store, list[T]()
        while len(found) < limit:
            try:
                return found + store.page(kind, wanted, after, limit - len(found))
            except UnreadableDocumentError as error:
                if error.place:
                    found += store.page(kind, wanted, after, error.place)
                found.append(cast(T, Unreadable(error.key)))
                after = error.key
        return found

    def bind(self, uow: UnitOfWork) -> None:
        """Run handlers in this unit of work, that of an event, until the next call."""
        self._uow = uow


def _size_of(document: Any) -> int:
    """Estimate the size of a document in bytes; 0 for one that cannot be encoded."""
    try:
        return len(orjson.dumps(to_bson(document), default=lambda raw: raw.hex()))
    except (TypeError, ValueError, RecursionError):
        return 0
