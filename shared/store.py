"""What the platform asks of a database."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from shared.errors import RetryError
from shared.ledgers import Outgoing
from shared.session import Session

T = TypeVar("T")
R = TypeVar("R")
Row = dict[str, Any]


class ContendedError(RetryError):
    """Others kept changing the same documents; nothing was done."""

    slug = "contended"

    def __init__(self) -> None:
        super().__init__("同一事项正被多人办理，请稍后重试")


class Store(Protocol):
    """What the platform asks of a database; the fake in `shared.testing` passes the same cases."""

    def prepare(self, kinds: Iterable[type[Any]]) -> None:
        """Make collections and indexes, at start-up only."""

    def ping(self) -> None:
        """Raise `StoreUnavailableError` unless the database answers and accepts writes."""

    def transact(self, work: Callable[[Session], R]) -> R:
        """Run `work` and commit its changes, all or nothing; `work` may run more than once."""

    def read(self, kind: type[T], key: str) -> T | None:
        """Read one committed document."""

    def page(self, kind: type[T], wanted: Row, after: str, limit: int) -> list[T]:
        """Read committed documents with these values, by key, from just behind `after`."""

    def pending(self, after: tuple[str, int], limit: int) -> list[Outgoing]:
        """Read unsent events in order of subject and sequence, from just behind `after`."""

    def mark_sent(self, ids: Sequence[str], at: datetime) -> None:
        """Note that the broker has these events."""

    def backlog(self) -> int:
        """Count the unsent events."""
