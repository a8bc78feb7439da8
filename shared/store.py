"""What the platform asks of a database."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from shared.errors import RetryError
from shared.grouping import Alike, Group, Part
from shared.ledgers import Lease, Outgoing, Pending
from shared.session import Session

T = TypeVar("T")
R = TypeVar("R")
Row = dict[str, Any]
Place = tuple[datetime, str]
RELAY = "relay"


class ContendedError(RetryError):
    """Others kept changing the same documents; nothing was done."""

    slug = "contended"

    def __init__(self) -> None:
        super().__init__("同一事项正被多人办理，请稍后重试")


class LeaseLostError(Exception):
    """Another process relays now; what this one did meanwhile is at worst done twice."""


class Outbox(Protocol):
    """What the relay asks of a database."""

    def front(self, limit: int) -> list[Pending]:
        """Read the unconfirmed events with the lowest positions, in order, about `limit` of them.

        None with a lower position than the last one given is left out.
        """

    def confirm(self, marks: Sequence[Pending], lease: Lease) -> None:
        """Note that the broker has these events; `LeaseLostError` if another process relays now."""

    def line(self, subject: str, after: int, before: int) -> list[Outgoing]:
        """Read the events of a subject with numbers between `after` and `before`, both outside."""

    def next_number(self, subject: str, after: int, before: int) -> int | None:
        """Tell the lowest number of a subject's events between two, None if there is none."""

    def size(self) -> int:
        """Count the unconfirmed events."""

    def oldest(self) -> int | None:
        """Tell the lowest position of an unconfirmed event, None if there is none."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many documents have these values, and the earliest instant among them."""

    values: tuple[Any, ...]
    number: int
    earliest: datetime | None


class Store(Protocol):
    """What the platform asks of a database; the fake in `shared.testing` passes the same cases."""

    @property
    def outbox(self) -> Outbox:
        """Give what the relay works on."""

    def prepare(self, kinds: Iterable[type[Any]]) -> None:
        """Make collections and indexes, at start-up only."""

    def ping(self) -> None:
        """Raise `StoreUnavailableError` unless the database answers and accepts writes."""

    def server_time(self) -> datetime:
        """Tell the time of the database's server, which all processes of a department share."""

    def beat(self) -> None:
        """Run a tiny transaction: some servers end abandoned ones only when another comes."""

    def transact(self, work: Callable[[Session], R]) -> R:
        """Run `work` and commit its changes, all or nothing; `work` may run more than once."""

    def read(self, kind: type[T], key: str) -> T | None:
        """Read one committed document."""

    def page(self, kind: type[T], wanted: Row, after: str, limit: int) -> list[T]:
        """Read committed documents with these values, by key, from just behind `after`."""

    def soonest(
        self,
        kind: type[T],
        field: str,
        wanted: Row,
        after: Place | None,
        until: datetime,
        limit: int,
    ) -> list[T]:
        """Read committed documents with these values by an instant, then by key, up to `until`.

        `after` is instant and key of the last one known. Those without the instant are left out.
        """

    def group(self, kind: type[Any], part: Part, alike: Alike) -> list[Group]:
        """Group the committed documents of a part by what they share, in any order.

        What it costs grows with the part; what it answers, with how much they differ.
        """

    def due(self, kind: type[T], field: str, until: datetime, limit: int) -> list[T]:
        """Read committed documents whose instant in an indexed field has come, in any order."""

    def tally(
        self, kind: type[Any], by: Sequence[str], wanted: Row, earliest: str, most: int
    ) -> list[Tally]:
        """Count committed documents by the values of some fields, of at most `most` of them.

        `wanted` holds values, or tuples of values of which one must fit; an index on them keeps
        it cheap. `earliest` names a field with an instant, or nothing.
        """

    def size(self, kind: type[Any]) -> int:
        """Estimate how many documents of a class there are, at no cost."""
