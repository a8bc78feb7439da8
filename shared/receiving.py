"""From delivery to effect: what comes off the wire is verified, checked, and handed to the desk."""

from collections.abc import Callable, Sequence
from typing import Any

import structlog

from liandong.consumer import Delivery, Verdict
from liandong.envelope import Envelope
from liandong.errors import BadSignature, Malformed
from liandong.signing import KeyRing, open_message
from shared import metrics
from shared.catalog import publishers_of
from shared.contract import contract_of
from shared.desk import Received
from shared.errors import InvalidInputError, StoreUnavailableError
from shared.uow import UnitOfWork

React = Callable[[Sequence[Received]], None]
log = structlog.get_logger()


class UnknownEventError(Exception):
    """A verified event of a type that this department does not take."""


class ForeignEventError(Exception):
    """A verified event from somebody who may not publish its type: a stolen or mistaken voice."""


REFUSED = (Malformed, BadSignature, UnknownEventError, ForeignEventError, InvalidInputError)


class Receiver:
    """Sorts a batch: what is no valid message goes to quarantine, the rest to the desk."""

    def __init__(
        self, department: str, subscriptions: dict[str, tuple[type[Any], str]], ring: KeyRing
    ) -> None:
        self._department = department
        self._subscriptions = subscriptions
        self._publishers = {kind: publishers_of(cls) for kind, (cls, _) in subscriptions.items()}
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
            self.check(envelope)
        except REFUSED as error:
            reason = type(error).__name__
            metrics.EVENTS_REFUSED.labels(self._department, reason).inc()
            log.warning("event.quarantined", reason=reason, why=str(error), queue=delivery.queue)
            return None
        return Received(envelope, delivery.body)

    def check(self, envelope: Envelope) -> None:
        """Refuse what is not subscribed, not the publisher's to say, or against its contract.

        The signature tells who speaks; this tells whether it is theirs to say.
        """
        self.message(envelope)
        if envelope.department not in self._publishers[envelope.type]:
            raise ForeignEventError(f"{envelope.department} may not publish {envelope.type}")

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
