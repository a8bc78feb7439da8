"""Turns deliveries into events: verifies, checks and loads them, or refuses them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog

from liandong.consuming.consumer import Delivery
from liandong.envelope import Envelope
from liandong.envelope.validation import read_previous
from liandong.messages.verify import KeyRing, open_message, signed_by
from shared.catalog.catalog import publishers_of
from shared.delivery.contents.fetcher import ContentFetcher
from shared.delivery.inbox.arrival_clock import refuse_wrong_clock
from shared.delivery.inbox.envelope_rules import refuse_other_data, refuse_other_envelope
from shared.delivery.inbox.event import InboundEvent, to_quarantine
from shared.delivery.inbox.message_faults import (
    KNOWN_FAULTS,
    ForeignEventError,
    UnknownEventError,
    kind_of,
    unreadable,
)
from shared.delivery.metrics import record_refused
from shared.delivery.own_events import OWN, serve_own
from shared.delivery.records import QuarantinedMessage
from shared.handling.claim_check import load_content
from shared.handling.sealing import Sealer, open_if_sealed
from shared.handling.unit_of_work import UnitOfWork
from shared.messages.contract import contract_of
from shared.messages.declare import meta_of
from shared.observability import metrics
from shared.store.session import Session

log = structlog.get_logger()


class Receiver:
    """Opens deliveries for one department, and calls its subscribed methods with their events.

    `contents` fetches claim-checked contents; without it, only contents already stored are found.
    `sealer` opens sealed events; without it, they are quarantined. Events of departments of
    another `city` are refused; an empty `city` accepts all.
    """

    def __init__(
        self,
        department: str,
        subscriptions: dict[str, tuple[type[Any], str]],
        ring: KeyRing,
        contents: ContentFetcher | None = None,
        sealer: Sealer | None = None,
        city: str = "",
    ) -> None:
        self._department = department
        self._subscriptions: dict[str, tuple[type[Any], str]] = {**subscriptions, **OWN}
        kinds = {kind: cls for kind, (cls, _) in self._subscriptions.items()}
        self._contracts = {kind: contract_of(cls) for kind, cls in kinds.items()}
        self._publishers = {kind: frozenset(publishers_of(cls)) for kind, cls in kinds.items()}
        self._bound = {
            (publisher, meta_of(cls).topic(department))
            for kind, cls in kinds.items()
            for publisher in self._publishers[kind]
        }
        self.ring = ring
        self.contents = contents
        self.sealer = sealer
        self._city = city

    def verify_batch(
        self, deliveries: Iterable[Delivery], now: datetime
    ) -> tuple[list[InboundEvent], list[QuarantinedMessage]]:
        """Split deliveries into valid events and quarantine records, which hold the reason."""
        good: list[InboundEvent] = []
        bad: list[QuarantinedMessage] = []
        for delivery in deliveries:
            try:
                good.append(self.open(delivery.body, delivery.headers, now))
            except KNOWN_FAULTS as error:
                bad.append(self._refused(delivery, error, now))
        return good, bad

    def open(self, body: bytes, headers: Any, arrived: datetime | None = None) -> InboundEvent:
        """Verify, parse and check one message; raises one of `KINDS`.

        The event's time is checked against `arrived`, the time of the first delivery, if given.
        """
        try:
            envelope = open_message(body, headers, self.ring)
            if arrived is not None:
                refuse_wrong_clock(envelope.time, arrived)
            message, before = self.check(envelope), self.predecessor(envelope)
            received = InboundEvent(envelope, body, headers, before, message, arrived)
        except KNOWN_FAULTS:
            raise
        except Exception as error:
            raise unreadable(error) from error
        self._note_clock(received)
        return received

    def check(self, envelope: Envelope) -> Any:
        """Load an event; its subject and its seal must also agree with its data."""
        message = self.load(envelope)
        if message is not None:
            refuse_other_data(envelope, self._contracts[envelope.type].meta, message)
        return message

    def load(self, envelope: Envelope) -> Any:
        """Load an event that is subscribed here, fits its contract and has a permitted publisher.

        The signature proves the identity of the publisher, this check its right to publish the
        type. Raises one of `KINDS`.
        """
        try:
            contract = self._contracts.get(envelope.type)
            if contract is None:
                raise UnknownEventError(envelope.type)
            if envelope.department not in self._publishers[envelope.type]:
                raise ForeignEventError(f"{envelope.department} may not publish {envelope.type}")
            refuse_other_envelope(envelope, contract.meta, self._city)
            return self.message(envelope)
        except KNOWN_FAULTS:
            raise
        except Exception as error:
            raise unreadable(error) from error

    def message(self, envelope: Envelope) -> Any:
        """Load an event by its contract; raises one of `KINDS`.

        None for one whose content must be fetched: it is loaded when it is applied.
        """
        contract = self._contracts.get(envelope.type)
        if contract is None:
            raise UnknownEventError(envelope.type)
        if envelope.dataref is not None:
            return None
        if contract.meta.sealed_for:
            return contract.load_trusted(open_if_sealed(self.sealer, envelope))
        return contract.load_trusted(envelope.data)

    def readable_data(self, envelope: Envelope) -> Mapping[str, Any]:
        """Return an event's data, opened if its contract seals it; raises `CannotOpenError`."""
        contract = self._contracts.get(envelope.type)
        secret = contract is not None and contract.meta.sealed_for
        return open_if_sealed(self.sealer, envelope) if secret else envelope.data

    def predecessor(self, envelope: Envelope) -> int:
        """Return the sequence number of the last earlier event that is due here, 0 for none.

        The envelope names the last event of every topic; those bound by this department count.
        """
        if not envelope.previous:
            return 0
        publisher, bound = envelope.department, self._bound
        told = read_previous(envelope.previous).items()
        return max((number for topic, number in told if (publisher, topic) in bound), default=0)

    def applier(self, service: Any) -> Callable[[UnitOfWork, InboundEvent], None]:
        """Return a function that calls a service's subscribed method with an event."""

        def apply(uow: UnitOfWork, received: InboundEvent) -> None:
            if received.message is None:
                received.message = self._load(uow.session, received.envelope)
            method = self._subscriptions[received.envelope.type][1]
            if not method:
                serve_own(uow, received.message)
                return
            service.work.bind(uow)
            getattr(service, method)(received.message)

        return apply

    def _load(self, session: Session, envelope: Envelope) -> Any:
        """Load an event from its stored content, in the transaction that applies it."""
        reason = self.contents.last_error(envelope) if self.contents else ""
        whole = replace(envelope, data=load_content(session, envelope, reason), dataref=None)
        message = self.message(whole)
        if envelope.dataref is not None:
            refuse_other_data(whole, self._contracts[envelope.type].meta, message)
        return message

    def _note_clock(self, received: InboundEvent) -> None:
        """Log and count an event whose publisher's clock is ahead by more than `BELIEVED`."""
        told, counts = received.envelope.time, received.cause.published_at
        if counts is None or told == counts:
            return
        publisher, ahead_s = received.cause.department, (told - counts).total_seconds()
        log.warning("event.clock_ahead", publisher=publisher, id=received.cause.id, seconds=ahead_s)
        metrics.CLOCK_AHEAD.labels(self._department, publisher).inc()

    def _refused(self, delivery: Delivery, error: Exception, now: datetime) -> QuarantinedMessage:
        kind = kind_of(error)
        record_refused(self._department, kind, queue=delivery.queue)
        where = delivery.exchange, delivery.routing_key
        signer = signed_by(delivery.body, delivery.headers, self.ring) or ""
        return to_quarantine(
            delivery.body, delivery.headers, str(error), kind, now, *where, publisher=signer
        )
