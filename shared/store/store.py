"""Interface of the platform to a database."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from shared.errors import RejectedError, RetryableError
from shared.store.grouping import Group, GroupKey, KeyRange
from shared.store.outbox import Outbox
from shared.store.session import Session

T = TypeVar("T")
R = TypeVar("R")
Row = dict[str, Any]
PagePosition = tuple[datetime, str]
MIB = 1024 * 1024
BATCH_BYTES = 4 * MIB
"""What a transaction of several events or commands may write.

Measured on the embedded server: with a cache of 1 GiB it takes about 50 MiB of documents of all
departments in open transactions before it stands still.
"""
LARGEST_BYTES = 32 * MIB
"""What any one transaction may write, whatever it is for."""


class ContendedError(RetryableError):
    """Others kept changing the same documents; nothing was written."""

    slug = "contended"

    def __init__(self) -> None:
        super().__init__("同一事项正被多人办理，请稍后重试")


class TooMuchToWriteError(RejectedError):
    """A transaction would exceed its write limit; nothing was written. `size` is in bytes."""

    status = 422
    slug = "too-much-to-write"
    title = "内容过大"

    def __init__(self, size: int, most: int) -> None:
        super().__init__(
            f"一次办理要写入 {size / MIB:.1f} MiB，超过 {most / MIB:.0f} MiB 上限：请分成几份提交"
        )
        self.size = size
        self.most = most


@dataclass(frozen=True, slots=True)
class GroupCount:
    """Number of documents with these values, and the earliest instant among them."""

    values: tuple[Any, ...]
    number: int
    earliest: datetime | None


class Store(Protocol):
    """Interface of the platform to a database; implemented also by `shared.store.memory`."""

    @property
    def outbox(self) -> Outbox:
        """Outbox of the relay."""

    def prepare(self, kinds: Iterable[type[Any]]) -> None:
        """Create collections and indexes, at start-up only."""

    def ping(self) -> None:
        """Raise `StoreUnavailableError` unless the database is reachable and accepts writes."""

    def server_time(self) -> datetime:
        """Return the database server's time, which all processes of a department share."""

    def pulse(self, name: str) -> None:
        """Write a small document for a process, over a separate connection.

        Raises any fault, and `StoreUnavailableError` if the write takes too long.
        """

    def touch(self) -> None:
        """Run a tiny transaction: some servers end abandoned ones only when another begins."""

    def transact(self, work: Callable[[Session], R], most: int = LARGEST_BYTES) -> R:
        """Run `work` and commit its changes atomically; `work` may run more than once.

        Raises `TooMuchToWriteError` before writing if the changes exceed `most` bytes. Values that
        the database cannot hold (a NUL in a name, a number over 64 bits, a document over its limit)
        raise the driver's error, and nothing is written either.
        """

    def read(self, kind: type[T], key: str) -> T | None:
        """Read one committed document."""

    def page(self, kind: type[T], wanted: Row, after: str, limit: int) -> list[T]:
        """Read committed documents with these values, ordered by key, starting after `after`."""

    def page_by_time(
        self,
        kind: type[T],
        field: str,
        wanted: Row,
        after: PagePosition | None,
        until: datetime,
        limit: int,
    ) -> list[T]:
        """Read committed documents with these values by instant, then by key, up to `until`.

        `after` is instant and key of the last document seen. Documents without the instant are
        skipped.
        """

    def group(self, kind: type[Any], part: KeyRange, alike: GroupKey) -> list[Group]:
        """Group the committed documents of a range by equal values, in any order.

        The cost grows with the range, the result with the number of groups.
        """

    def due(self, kind: type[T], field: str, until: datetime, limit: int) -> list[T]:
        """Read committed documents whose indexed instant is at most `until`, in any order."""

    def count_by(
        self, kind: type[Any], by: Sequence[str], wanted: Row, earliest: str, most: int
    ) -> list[GroupCount]:
        """Count committed documents by the values of some fields, among at most `most` of them.

        `wanted` holds values, or tuples of alternatives; an index on them keeps it cheap.
        `earliest` names a field with an instant, or is empty.
        """

    def size(self, kind: type[Any]) -> int:
        """Estimate the number of documents of a class, in constant time."""
