"""From delivery to effect: what comes off the wire is verified, checked, and handed to the desk."""

from collections.abc import Callable, Sequence
from typing import Any

import structlog

from liandong.consumer import Delivery, Verdict
from liandong.envelope import Envelope
from liandong.errors import BadSignature, Malformed
from liandong.signing import KeyRing, open_message
from shared import metrics
from shared.contract import contract_of
from shared.desk import Received
from shared.errors import InvalidInputError, StoreUnavailableError
from shared.uow import UnitOfWork

React = Callable[[Sequence[Received]], None]
log = structlog.get_logger()


class UnknownEventError(Exception):
    """A verified event of a type that this department does not take."""


class Receiver:
    """Sorts a batch: what is no valid message goes to quarantine, the rest to the desk."""

    def __init__(
        self, department: str, subscriptions: dict[str, tuple[type[Any], str]], ring: KeyRing
    ) -> None:
        self._department = department
        self._subscriptions = subscriptions
        self._ring = ring

    def handle(self, deliveries: Sequence[Delivery], react: React) -> list[Verdict]:
        """Let a batch take effect; each verdict tells what becomes of one delivery."""
        opened = [self._open(delivery) for delivery in deliveries]
        good = [received for received in opened if received is not None]
        try:
            if good:
                react(good)
        except StoreUnavailableError:
            log.warning("inbox.store_unavailable", returned=len(deliveries))
            return [Verdict.RETURN] * len(deliveries)
        return [Verdict.REJECT if received is None else Verdict.ACK for received in opened]

    def _open(self, delivery: Delivery) -> Received | None:
        try:
            envelope = open_message(delivery.body, delivery.headers, self._ring)
            self._check(envelope)
        except (Malformed, BadSignature, UnknownEventError, InvalidInputError) as error:
            reason = type(error).__name__
            metrics.EVENTS_REFUSED.labels(self._department, reason).inc()
            log.warning("event.quarantined", reason=reason, why=str(error), queue=delivery.queue)
            return None
        return Received(envelope, delivery.body)

    def _check(self, envelope: Envelope) -> None:
        self.message(envelope)

    def message(self, envelope: Envelope) -> Any:
        """Load an event by its contract; raises `UnknownEventError` or `InvalidInputError`."""
        if envelope.type not in self._subscriptions:
            raise UnknownEventError(envelope.type)
        return contract_of(self._subscriptions[envelope.type][0]).load(envelope.data)

    def applier(self, service: Any) -> Callable[[UnitOfWork, Envelope], None]:
        """Make what calls the subscribed method of a service instance with an event."""

        def apply(uow: UnitOfWork, envelope: Envelope) -> None:
            method = self._subscriptions[envelope.type][1]
            with service.work.serving(uow):
                getattr(service, method)(self.message(envelope))

        return apply
