"""Fakes that ship with the platform: they pass the same cases as the real store and the real bus.

world = World("environment", "natural_resources")
plot = world.environment.does(handlers.register_plot, RegisterPlot(...))
world.settle()                      # carry events until nobody reacts any more
world.natural_resources.published() # the events as message objects
"""

from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from liandong.envelope import Envelope, decode, encode, new_id
from liandong.signing import KeyRing
from shared.catalog import events, publishers_of, service_of
from shared.codec import from_bson, to_bson, to_wire
from shared.contract import contract_of
from shared.desk import Desk, Once, Received
from shared.document import document_meta, matches
from shared.ledgers import Lane, Outgoing
from shared.message import meta_of
from shared.receiving import Receiver
from shared.session import ABSENT, Session, Stored, Write
from shared.subscribe import subscriptions_of
from shared.uow import Cause, Place, UnitOfWork
from shared.work import Page, PageRequest, Worker

T = TypeVar("T")
R = TypeVar("R")
M = TypeVar("M")
ATTEMPTS = 50
START = datetime(2026, 10, 8, 1, 0, tzinfo=UTC)


class MemoryStore:
    """A store in memory, with the same revisions, unique keys and conflicts as the real one."""

    def __init__(self) -> None:
        self._kept: dict[type[Any], dict[str, tuple[dict[str, Any], int]]] = {}

    def prepare(self, kinds: Iterable[type[Any]]) -> None:
        for kind in kinds:
            self._kept.setdefault(kind, {})

    def ping(self) -> None:
        """Answer at once: memory is always there."""

    def fetch(self, kind: type[Any], keys: Sequence[str]) -> dict[str, Stored]:
        rows = self._kept.get(kind, {})
        return {key: _stored(kind, *rows[key]) for key in keys if key in rows}

    def select(self, kind: type[Any], wanted: dict[str, Any]) -> dict[str, Stored]:
        found = {key: _stored(kind, *row) for key, row in self._kept.get(kind, {}).items()}
        return {key: at for key, at in found.items() if matches(at.document, wanted)}

    def transact(self, work: Callable[[Session], R]) -> R:
        for _ in range(ATTEMPTS):
            session = Session(self)
            result = work(session)
            if self._commit(session.writes()):
                return result
        raise RuntimeError("the same documents kept changing: does the work change them itself?")

    def read(self, kind: type[T], key: str) -> T | None:
        row = self._kept.get(kind, {}).get(key)
        return from_bson(row[0], kind) if row else None

    def page(self, kind: type[T], wanted: dict[str, Any], after: str, limit: int) -> list[T]:
        found = sorted(self.select(kind, wanted).items())
        return [at.document for key, at in found if key > after][:limit]

    def pending(self, after: tuple[str, int], limit: int) -> list[Outgoing]:
        unsent = [row for row in self.all(Outgoing) if row.sent_at is None]
        ordered = sorted(unsent, key=lambda row: (row.subject, row.sequence))
        return [row for row in ordered if (row.subject, row.sequence) > after][:limit]

    def mark_sent(self, ids: Sequence[str], at: datetime) -> None:
        for key in ids:
            row, revision = self._kept[Outgoing][key]
            self._kept[Outgoing][key] = {**row, "sent_at": row["sent_at"] or at}, revision

    def backlog(self) -> int:
        return len(self.pending(("", 0), 1_000_000))

    def all(self, kind: type[T]) -> list[T]:
        """List all documents of a class, by key."""
        return [from_bson(row, kind) for _, (row, _) in sorted(self._kept.get(kind, {}).items())]

    def snapshot(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Copy all that is kept, by collection and key."""
        return {
            document_meta(kind).collection: {key: deepcopy(row) for key, (row, _) in rows.items()}
            for kind, rows in self._kept.items()
            if rows
        }

    def _commit(self, writes: list[Write]) -> bool:
        if not all(self._fits(write) for write in writes):
            return False
        for write in writes:
            rows = self._kept.setdefault(write.kind, {})
            if write.document is None:
                del rows[write.key]
            else:
                rows[write.key] = deepcopy(to_bson(write.document)), write.revision + 1
        return True

    def _fits(self, write: Write) -> bool:
        rows = self._kept.get(write.kind, {})
        if rows.get(write.key, (None, ABSENT))[1] != write.revision:
            return False
        return write.document is None or not any(
            self._taken(write, fields) for fields in document_meta(write.kind).unique
        )

    def _taken(self, write: Write, fields: tuple[str, ...]) -> bool:
        wanted = {name: getattr(write.document, name) for name in fields}
        return any(key != write.key for key in self.select(write.kind, wanted))


class FakeDepartment:
    """One department in memory: its real service methods and handlers, a fake store, no wire."""

    def __init__(self, name: str, clock: Callable[[], datetime]) -> None:
        self.name = name
        self.service_cls = service_of(name)
        self.store = MemoryStore()
        self.desk = Desk(Place("140700", name), self.store, clock)
        self._taken = subscriptions_of(self.service_cls)
        self._receiver = Receiver(name, self._taken, KeyRing(()))

    def does(
        self,
        handle: Callable[[UnitOfWork, M], T],
        command: M,
        *,
        actor: str = "clerk-1",
        key: str | None = None,
    ) -> T:
        """Carry out a command as `actor`; with a `key` a second call is the same request."""
        made: list[T] = []

        def remember(uow: UnitOfWork, asked: M) -> T:
            made[:] = [handle(uow, asked)]
            return made[0]

        cause = Cause(new_id(), type(command).__name__, actor, self.name, new_id())
        once = Once(key or new_id(), repr(command))
        body, fresh = self.desk.act(remember, command, cause, once=once, dump=to_wire)
        return made[0] if fresh else body

    def receives(
        self,
        event: Any,
        *,
        event_id: str | None = None,
        sequence: int = 1,
        publisher: str | None = None,
        at: datetime = START,
    ) -> None:
        """Deliver one event as if its publisher had sent it."""
        self.deliver(envelope_of(event, event_id, sequence, publisher, at))

    def deliver(self, *envelopes: Envelope) -> None:
        """Deliver a batch of those events that this department subscribes to."""
        batch = [Received(at, encode(at)) for at in envelopes if self._hears(at)]
        if batch:
            self.desk.react(batch, self._apply())

    def _hears(self, envelope: Envelope) -> bool:
        if envelope.type not in self._taken:
            return False
        recipient = meta_of(self._taken[envelope.type][0]).recipient
        return recipient is None or envelope.data[recipient] == self.name

    def retry_lanes(self) -> None:
        """Try parked events again that are due."""
        self.desk.retry_lanes(self._apply())

    def lanes(self) -> list[Lane]:
        """List what waits for a second try."""
        return self.store.all(Lane)

    def find(self, kind: type[T], key: str) -> T | None:
        """Read a document, or None."""
        return self.store.read(kind, key)

    def get(self, kind: type[T], key: str) -> T:
        """Read a document that must be there."""
        found = self.find(kind, key)
        assert found is not None, f"{self.name} has no {kind.__name__} {key}"  # noqa: S101  a test fake
        return found

    def page(self, kind: type[T], **wanted: Any) -> Page[T]:
        """Read a list as a GET would."""
        return Worker(self.desk, None, lambda: None).page(kind, PageRequest(wanted))

    def sent(self) -> list[Envelope]:
        """List the envelopes of all that was published, in the order of publishing."""
        return [
            decode(row.body) for row in sorted(self.store.all(Outgoing), key=lambda row: row.id)
        ]

    def published(self, kind: type[T] | None = None) -> list[Any]:
        """List all that was published as message objects, or those of one class."""
        made = [message_of(envelope) for envelope in self.sent()]
        return [message for message in made if kind is None or isinstance(message, kind)]

    def snapshot(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Copy all that is kept."""
        return self.store.snapshot()

    def _apply(self) -> Callable[[UnitOfWork, Envelope], None]:
        service = self.service_cls()
        service.work = Worker(self.desk, None, lambda: None)
        return self._receiver.applier(service)


class World:
    """Several departments in memory and a bus that delivers in order, batch by batch.

    Time moves only by `pass_time`.
    """

    def __init__(self, *names: str) -> None:
        self.now = START
        self.departments = {name: FakeDepartment(name, self.clock) for name in names}
        self._carried: set[str] = set()

    def __getattr__(self, name: str) -> FakeDepartment:
        try:
            return self.__dict__["departments"][name]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(name) from None

    def clock(self) -> datetime:
        """Tell the time of this world."""
        return self.now

    def pass_time(self, span: timedelta) -> None:
        """Let time pass."""
        self.now += span

    def settle(self, *, without: Sequence[str] = ()) -> None:
        """Carry events until nobody reacts any more; those named in `without` are down."""
        while fresh := self._fresh(without):
            self._carried.update(f"{at.department}:{at.id}>{to.name}" for at, to in fresh)
            for to in dict.fromkeys(to for _, to in fresh):
                to.deliver(*[at for at, receiver in fresh if receiver is to])

    def _fresh(self, without: Sequence[str]) -> list[tuple[Envelope, FakeDepartment]]:
        up = [at for name, at in self.departments.items() if name not in without]
        return [
            (envelope, receiver)
            for sender in up
            for envelope in sender.sent()
            for receiver in up
            if f"{envelope.department}:{envelope.id}>{receiver.name}" not in self._carried
        ]


def envelope_of(
    event: Any,
    event_id: str | None = None,
    sequence: int = 1,
    publisher: str | None = None,
    at: datetime = START,
) -> Envelope:
    """Wrap an event as its publisher would."""
    contract = contract_of(type(event))
    made = event_id or new_id()
    sender = publisher or publishers_of(type(event))[0]
    return Envelope(
        id=made,
        source=f"//140700.liandong.cn/{sender}",
        type=contract.meta.type,
        subject=contract.subject(event),
        time=at,
        dataschema=f"urn:liandong:contract:{contract.meta.namespace}.{contract.meta.routing_key}",
        data=contract.dump(event),
        sequence=sequence,
        correlationid=made,
        causationid=None,
        actor="clerk-1",
        classification=contract.meta.classification.value,
    )


def message_of(envelope: Envelope) -> Any:
    """Read the message object out of an envelope."""
    by_type = {meta_of(cls).type: cls for cls in events()}
    return contract_of(by_type[envelope.type]).load(envelope.data)


def _stored(kind: type[Any], row: dict[str, Any], revision: int) -> Stored:
    return Stored(from_bson(row, kind), revision)
