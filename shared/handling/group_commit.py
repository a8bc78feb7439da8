"""Group commit: commands that arrive while a group commits form the next group."""

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Generic, NamedTuple, TypeVar, cast

from shared.errors import StoreUnavailableError
from shared.store.store import TooMuchToWriteError

T = TypeVar("T")
R = TypeVar("R")


class ItemResult(NamedTuple, Generic[R]):
    """The result of one item: a value, or the error that its caller gets."""

    value: R | None
    error: Exception | None = None


class _Waiter(Generic[T, R]):
    """An item in the queue; its caller waits for its result, or for its turn to lead a group."""

    def __init__(self, item: T) -> None:
        self.item = item
        self.is_leader = False
        self.result: ItemResult[R] | None = None
        self.wakeup = threading.Event()


class CommitGroup(Generic[T, R]):
    """Items that are committed together, in one transaction or in several.

    While `transaction` returns items, commit them and report with `finish` or `fail`.
    """

    def __init__(self, waiters: Sequence[_Waiter[T, R]]) -> None:
        self.waiters = waiters
        self._open = deque(waiters)
        self._sizes: list[int] = []  # planned sizes of the next transactions

    def transaction(self) -> list[T]:
        """Return the items of the next transaction; empty once every item has its result."""
        size = self._sizes[0] if self._sizes else len(self._open)
        return [waiter.item for waiter in list(self._open)[:size]]

    def finish(self, results: Sequence[ItemResult[R]]) -> None:
        """Assign results to the first items of the transaction; the others are tried again."""
        self._sizes = self._sizes[1:]
        for result in results:
            self._open.popleft().result = result

    def fail(self, error: Exception) -> None:
        """Plan the next transactions after one that could not be committed.

        If the store is unavailable, or there is one item only, its items fail. If they write too
        much for one transaction, half of them are tried next; else each is tried alone.
        """
        tried = len(self.transaction())
        if tried == 1 or isinstance(error, StoreUnavailableError):
            self.finish([ItemResult(None, error)] * tried)
        elif isinstance(error, TooMuchToWriteError):
            self._sizes = [tried // 2]
        else:
            self._sizes = [1] * tried


class Turn(Generic[T, R]):
    """The turn of one caller: it must commit `group`, which is empty unless it is the leader."""

    def __init__(self, waiter: _Waiter[T, R], group: CommitGroup[T, R]) -> None:
        self._waiter = waiter
        self.group = group

    def result(self) -> R:
        """Return the value of the caller's item, or raise its error."""
        result = self._waiter.result
        if result is None:
            raise RuntimeError("the caller that led this group was killed")
        if result.error is not None:
            raise result.error
        return cast("R", result.value)  # without an error there is a value, which may be None


class GroupCommit(Generic[T, R]):
    """A queue of items whose callers commit them in groups, in order of arrival.

    It needs no thread and no delay: the first caller leads at once, later callers wait in the
    queue, and the first of them leads the next group of at most `max_group` items. An item that a
    leader adds while it leads is a group of its own, at once.
    """

    def __init__(self, max_group: int) -> None:
        self._max_group = max_group
        self._lock = threading.Lock()
        self._queue: deque[_Waiter[T, R]] = deque()
        self._is_led = False
        self._leader = 0  # the thread that leads a group now

    def __len__(self) -> int:
        """Return how many items wait in the queue."""
        return len(self._queue)

    @contextmanager
    def turn(self, item: T) -> Iterator[Turn[T, R]]:
        """Wait until an item has its result or its caller leads; on exit, pass on the lead."""
        waiter: _Waiter[T, R] = _Waiter(item)
        if self._leader == threading.get_ident():
            yield Turn(waiter, CommitGroup([waiter]))
        elif self._waits(waiter):
            yield Turn(waiter, CommitGroup([]))
        else:
            group = self._next_group()
            try:
                yield Turn(waiter, group)
            finally:
                self._hand_over(group)

    def _waits(self, waiter: _Waiter[T, R]) -> bool:
        """Queue an item and wait; return True if another caller committed it, False to lead."""
        with self._lock:
            self._queue.append(waiter)
            waiter.is_leader, self._is_led = not self._is_led, True
        if not waiter.is_leader:
            waiter.wakeup.wait()
        return not waiter.is_leader

    def _next_group(self) -> CommitGroup[T, R]:
        with self._lock:
            size = min(self._max_group, len(self._queue))
            self._leader = threading.get_ident()
            return CommitGroup([self._queue.popleft() for _ in range(size)])

    def _hand_over(self, group: CommitGroup[T, R]) -> None:
        with self._lock:
            self._leader = 0
            self._is_led = bool(self._queue)
            if self._is_led:
                self._queue[0].is_leader = True
                self._queue[0].wakeup.set()
        for waiter in group.waiters:
            waiter.wakeup.set()
