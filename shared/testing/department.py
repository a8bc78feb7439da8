"""An in-memory department: its commands, deliveries and stored documents."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar, cast

from liandong.envelope import Envelope, decode, encode, new_id
from liandong.envelope.validation import read_dataref
from liandong.messages.claim_check import Refused, Unreachable
from liandong.messages.sealing import is_sealed
from liandong.messages.verify import KeyRing
from shared.catalog.catalog import load_service
from shared.catalog.subscriptions import subscriptions_of
from shared.delivery.contents.access import authorized_blob
from shared.delivery.contents.fetcher import ContentFetcher
from shared.delivery.inbox.dispatcher import EventDispatcher
from shared.delivery.inbox.event import InboundEvent
from shared.delivery.inbox.receiver import Receiver
from shared.delivery.lanes.report import Apply
from shared.delivery.records import Lane
from shared.delivery.timers import timers_of
from shared.errors import RejectedError
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.claim_check import CLAIM_CHECK_BYTES, load_content
from shared.handling.commands import CommandExecutor, PendingCommand
from shared.handling.context import DepartmentContext
from shared.handling.idempotency import IdempotencyKey
from shared.handling.jurisdiction import Office
from shared.handling.unit_of_work import UnitOfWork
from shared.handling.worker import HandlerRunner
from shared.messages.codec import to_wire
from shared.messages.declare import is_command, meta_of
from shared.store.memory import MemoryStore
from shared.store.outbox import OutboxEvent
from shared.store.pages import Page, PageRequest
from shared.testing.envelopes import START, envelope_of, message_of
from shared.testing.keys import made_up_sealer

T = TypeVar("T")
M = TypeVar("M")
PATIENCE_S = 5.0


class FakeDepartment:
    """An in-memory department: its real service methods and handlers, a fake store, no network.

    Claim-checked contents are fetched from `peers`, the running departments of the same world.
    """

    def __init__(
        self,
        name: str,
        clock: Callable[[], datetime],
        peers: "Mapping[str, FakeDepartment] | None" = None,
        claim_check_bytes: int = CLAIM_CHECK_BYTES,
    ) -> None:
        self.name = name
        self.service_cls = load_service(name)
        self.store = MemoryStore()
        self.sealer = made_up_sealer(name)
        identity = PublisherIdentity("140700", name, claim_check_bytes, self.sealer)
        self.context = DepartmentContext(identity, self.store, clock)
        self.commands = CommandExecutor(self.context)
        self.dispatcher = EventDispatcher(self.context)
        self._subscriptions = subscriptions_of(self.service_cls)
        self.up = True
        self._peers = peers if peers is not None else {}
        self._contents = ContentFetcher(name, self.store, clock, FakeSource(name, self._peers))
        self._receiver = Receiver(
            name, self._subscriptions, KeyRing(()), self._contents, self.sealer
        )

    def execute(
        self,
        handle: Callable[[UnitOfWork, M], T],
        command: M,
        *,
        actor: str = "clerk-1",
        key: str | None = None,
        division: str = "",
    ) -> T:
        """Execute a command as `actor`; a second call with the same `key` is the same request.

        `division` is that of the actor's office; without one the jurisdiction is not checked.
        """
        office = None
        if division:
            by_law = is_command(type(command)) and meta_of(command).by_city
            office = Office(division, self.context.identity.city, by_law=by_law)
        cause = Cause(new_id(), type(command).__name__, actor, self.name, new_id(), office=office)
        once = IdempotencyKey(key or new_id(), repr(command))
        result = self.commands.execute(PendingCommand(handle, command, cause, once, to_wire))
        return cast(T, result.returned if result.is_fresh else result.answer)

    def deliver_event(
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
            InboundEvent(envelope, encode(envelope), {}, self._receiver.predecessor(envelope))
            for envelope in envelopes
            if self._is_subscribed(envelope)
        ]
        if batch:
            self._contents.fetch_missing([event.envelope for event in batch], PATIENCE_S)
            self.dispatcher.dispatch_batch(batch, self._apply())

    def _is_subscribed(self, envelope: Envelope) -> bool:
        if envelope.type not in self._subscriptions:
            return False
        recipient = meta_of(self._subscriptions[envelope.type][0]).recipient
        return recipient is None or self._routed(envelope).data[recipient] == self.name

    def _routed(self, envelope: Envelope) -> Envelope:
        """Return the complete event; a real broker routes by the topic instead of the content."""
        sender = self._peers.get(envelope.department, self)
        return sender.whole(envelope)

    def whole(self, envelope: Envelope) -> Envelope:
        """Return an event with its stored content, unsealed."""
        data = self.store.transact(lambda session: load_content(session, envelope))
        whole = replace(envelope, data=data, dataref=None)
        return replace(whole, data=self.sealer.open(whole)) if is_sealed(whole) else whole

    def retry_due_lanes(self) -> None:
        """Retry parked events that are due."""
        self.dispatcher.retry_due_lanes(self._apply(), self._fetch)

    def _fetch(self, lane: str) -> None:
        self._contents.fetch_for_lane(lane, PATIENCE_S)

    def tick(self) -> None:
        """Run each timer of the service once."""
        service = self._service()
        for timer in timers_of(self.service_cls):
            getattr(service, timer.method)()

    def lanes(self) -> list[Lane]:
        """List the lanes that wait for a retry."""
        return self.store.all(Lane)

    def find(self, kind: type[T], key: str) -> T | None:
        """Read a document, or None."""
        return self.store.read(kind, key)

    def get(self, kind: type[T], key: str) -> T:
        """Read a document that must exist."""
        found = self.find(kind, key)
        assert found is not None, f"{self.name} has no {kind.__name__} {key}"  # noqa: S101  a test fake
        return found

    def page(self, kind: type[T], **wanted: Any) -> Page[T]:
        """Read a list like a GET request."""
        return HandlerRunner(self.commands, None, lambda: None).page(kind, PageRequest(wanted))

    def sent(self) -> list[Envelope]:
        """List the envelopes of all published events, in order."""
        return [
            decode(row.body) for row in sorted(self.store.all(OutboxEvent), key=lambda row: row.id)
        ]

    def published(self, kind: type[T] | None = None) -> list[Any]:
        """List all published events as message objects, or those of one class."""
        made = [message_of(self.whole(envelope)) for envelope in self.sent()]
        return [message for message in made if kind is None or isinstance(message, kind)]

    def snapshot(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Copy all stored documents."""
        return self.store.snapshot()

    def _apply(self) -> Apply:
        return self._receiver.applier(self._service())

    def _service(self) -> Any:
        service = self.service_cls()
        service.work = HandlerRunner(self.commands, None, lambda: None)
        service.dispatcher, service.receiver = self.dispatcher, self._receiver
        return service


class FakeSource:
    """Serves contents from the stores of other fake departments, to their authorized readers."""

    def __init__(self, name: str, peers: Mapping[str, FakeDepartment]) -> None:
        self._name = name
        self._peers = peers

    def fetch(self, publisher: str, dataref: str, patience_s: float) -> bytes:  # noqa: ARG002  the protocol's signature
        """Read a content from the publisher's store."""
        peer = self._peers.get(publisher)
        if peer is None or not peer.up:
            raise Unreachable(f"{publisher} is down")
        digest, _ = read_dataref(dataref)
        try:
            return authorized_blob(peer.store, publisher, self._name, digest).content
        except RejectedError as error:
            raise Refused(str(error)) from error
