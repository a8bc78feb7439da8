"""From delivery to event: what comes off the wire is verified, checked, and sorted."""

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
    """Opens deliveries for one department, and calls its methods with what they hold.

    `contents` fetches what an event only names; without it, only what is here already is found.
    `sealer` opens what is sealed; without it, sealed events go to the quarantine. Events of the
    departments of another `city` are refused; of any, if none is given.
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
        """Tell apart what can take effect and what is no valid message, with the reason."""
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

        `arrived` is when it came first, with which its time is compared; without it, nothing is.
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
        """Load an event as `load` does; it must also be about its subject, and sealed rightly."""
        message = self.load(envelope)
        if message is not None:
            refuse_other_data(envelope, self._contracts[envelope.type].meta, message)
        return message

    def load(self, envelope: Envelope) -> Any:
        """Load an event, or raise: it must be wanted here, keep its contract, and be its own.

        The signature tells who speaks; this tells whether it is theirs to say. Raises one of
        `KINDS`.
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

        None for one whose content must be fetched: it is loaded when it takes effect.
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
        """Give what an event says, opened if its contract seals it; raises `CannotOpenError`."""
        contract = self._contracts.get(envelope.type)
        secret = contract is not None and contract.meta.sealed_for
        return open_if_sealed(self.sealer, envelope) if secret else envelope.data

    def predecessor(self, envelope: Envelope) -> int:
        """Tell which earlier event about the subject this department must have heard, 0 for none.

        The envelope names the last event of every topic; those count that are bound here.
        """
        if not envelope.previous:
            return 0
        publisher, bound = envelope.department, self._bound
        told = read_previous(envelope.previous).items()
        return max((number for topic, number in told if (publisher, topic) in bound), default=0)

    def applier(self, service: Any) -> Callable[[UnitOfWork, InboundEvent], None]:
        """Make what calls the subscribed method of a service instance with an event."""

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
        """Load an event in the transaction of its effect, once its content is here."""
        reason = self.contents.last_error(envelope) if self.contents else ""
        whole = replace(envelope, data=load_content(session, envelope, reason), dataref=None)
        message = self.message(whole)
        if envelope.dataref is not None:
            refuse_other_data(whole, self._contracts[envelope.type].meta, message)
        return message

    def _note_clock(self, received: InboundEvent) -> None:
        """Tell of a publisher whose clock is ahead by more than is believed."""
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
