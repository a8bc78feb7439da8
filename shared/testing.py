"""Fakes that ship with the platform: they pass the same cases as the real store and the real bus.

world = World("environment", "natural_resources")
plot = world.environment.does(handlers.register_plot, RegisterPlot(...))
world.settle()                      # carry events until nobody reacts any more
world.natural_resources.published() # the events as message objects
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from liandong.checks import read_dataref
from liandong.claim import Refused, Unreachable
from liandong.envelope import Envelope, decode, encode, new_id
from liandong.sealing import is_sealed
from liandong.signing import KeyRing
from shared.blob_access import blob_for
from shared.catalog import events, publishers_of, service_of
from shared.claims import CLAIM_CHECK_BYTES, data_of
from shared.codec import to_wire
from shared.contents import Contents
from shared.contract import contract_of
from shared.desk import Desk, Once
from shared.errors import RejectedError
from shared.failed import Lane
from shared.lanes import Apply
from shared.ledgers import Outgoing
from shared.memory import MemoryStore
from shared.message import meta_of
from shared.received import Received
from shared.receiving import Receiver
from shared.resend import ResendRequested
from shared.subscribe import subscriptions_of
from shared.testing_keys import made_up_sealer
from shared.uow import Cause, Place, UnitOfWork
from shared.work import Page, PageRequest, Worker

T = TypeVar("T")
M = TypeVar("M")
_numbers = itertools.count(1)
START = datetime(2026, 10, 8, 1, 0, tzinfo=UTC)
PATIENCE_S = 5.0


class FakeDepartment:
    """One department in memory: its real service methods and handlers, a fake store, no wire.

    Contents that are not sent are fetched from `peers`, the departments of the same world that are
    up.
    """

    def __init__(
        self,
        name: str,
        clock: Callable[[], datetime],
        peers: "Mapping[str, FakeDepartment] | None" = None,
        claim_check_bytes: int = CLAIM_CHECK_BYTES,
    ) -> None:
        self.name = name
        self.service_cls = service_of(name)
        self.store = MemoryStore()
        self.sealer = made_up_sealer(name)
        place = Place("140700", name, claim_check_bytes, self.sealer)
        self.desk = Desk(place, self.store, clock)
        self._taken = subscriptions_of(self.service_cls)
        self.up = True
        self._peers = peers if peers is not None else {}
        self._contents = Contents(name, self.store, clock, FakeSource(name, self._peers))
        self._receiver = Receiver(name, self._taken, KeyRing(()), self._contents, self.sealer)

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
        sequence: int | None = None,
        publisher: str | None = None,
        at: datetime = START,
    ) -> None:
        """Deliver one event as if its publisher had sent it."""
        self.deliver(envelope_of(event, event_id, sequence, publisher, at))

    def deliver(self, *envelopes: Envelope) -> None:
        """Deliver a batch of those events that this department subscribes to."""
        batch = [
            Received(at, encode(at), {}, self._receiver.predecessor(at))
            for at in envelopes
            if self._hears(at)
        ]
        if batch:
            self._contents.bring([at.envelope for at in batch], PATIENCE_S)
            self.desk.react(batch, self._apply())

    def _hears(self, envelope: Envelope) -> bool:
        if envelope.type not in self._taken:
            return False
        recipient = meta_of(self._taken[envelope.type][0]).recipient
        return recipient is None or self._routed(envelope).data[recipient] == self.name

    def _routed(self, envelope: Envelope) -> Envelope:
        """Look into an event as the broker does not need to: its publisher's topic tells."""
        sender = self._peers.get(envelope.department, self)
        return sender.whole(envelope)

    def whole(self, envelope: Envelope) -> Envelope:
        """Put an event together with the content that this department keeps, and open it."""
        data = self.store.transact(lambda session: data_of(session, envelope))
        whole = replace(envelope, data=data, dataref=None)
        return replace(whole, data=self.sealer.open(whole)) if is_sealed(whole) else whole

    def retry_lanes(self) -> None:
        """Try parked events again that are due."""
        self.desk.retry_lanes(self._apply(), self._contents.for_lanes(PATIENCE_S))

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
        made = [message_of(self.whole(envelope)) for envelope in self.sent()]
        return [message for message in made if kind is None or isinstance(message, kind)]

    def snapshot(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Copy all that is kept."""
        return self.store.snapshot()

    def _apply(self) -> Apply:
        service = self.service_cls()
        service.work = Worker(self.desk, None, lambda: None)
        return self._receiver.applier(service)


class FakeSource:
    """Gives contents out of the stores of other fake departments, to those who may hear them."""

    def __init__(self, name: str, peers: Mapping[str, FakeDepartment]) -> None:
        self._name = name
        self._peers = peers

    def fetch(self, publisher: str, dataref: str, patience_s: float) -> bytes:  # noqa: ARG002  the protocol's signature
        """Read what the publisher keeps."""
        peer = self._peers.get(publisher)
        if peer is None or not peer.up:
            raise Unreachable(f"{publisher} is down")
        digest, _ = read_dataref(dataref)
        try:
            return blob_for(peer.store, publisher, self._name, digest).content
        except RejectedError as error:
            raise Refused(str(error)) from error


class World:
    """Several departments in memory and a bus that delivers in order, batch by batch.

    Time moves only by `pass_time`. Events of more than `claim_check_bytes` travel by their hash.
    """

    def __init__(self, *names: str, claim_check_bytes: int = CLAIM_CHECK_BYTES) -> None:
        self.now = START
        self.departments: dict[str, FakeDepartment] = {}
        for name in names:
            made = FakeDepartment(name, self.clock, self.departments, claim_check_bytes)
            self.departments[name] = made
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
        for name, department in self.departments.items():
            department.up = name not in without
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
    sequence: int | None = None,
    publisher: str | None = None,
    at: datetime = START,
) -> Envelope:
    """Wrap an event as its publisher would; later ids get higher numbers unless one is given."""
    contract = contract_of(type(event))
    made = event_id or new_id()
    sender = publisher or publishers_of(type(event))[0]
    return Envelope(
        id=made,
        source=f"//140700.liandong.cn/{sender}",
        type=contract.meta.type,
        subject=contract.subject(event),
        time=at,
        dataschema=contract.meta.dataschema,
        data=contract.dump(event),
        sequence=sequence or _number_of(made),
        correlationid=made,
        causationid=None,
        actor="clerk-1",
        classification=contract.meta.classification.value,
    )


@cache
def _number_of(_event_id: str) -> int:
    return next(_numbers)


def message_of(envelope: Envelope) -> Any:
    """Read the message object out of an envelope."""
    by_type = {meta_of(cls).type: cls for cls in (*events(), ResendRequested)}
    return contract_of(by_type[envelope.type]).load(envelope.data)
