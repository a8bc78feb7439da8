"""Events whose effects cannot be written: each is put aside by itself and stops no other."""

from functools import partial

from shared.clock.system import Clock
from shared.delivery.inbox.event import InboundEvent, to_quarantine
from shared.delivery.inbox.quarantine import Quarantine
from shared.delivery.lanes.lanes import Lanes
from shared.delivery.lanes.report import Report
from shared.delivery.metrics import note_refused
from shared.errors import RetryableError
from shared.handling.cause import PublisherIdentity
from shared.store.session import Session
from shared.store.store import Store
from shared.texts.error_text import describe_error

UNWRITABLE = "unwritable"


class UnwritableEvents:
    """Parks such events of one department; quarantines those that cannot even be parked."""

    def __init__(
        self,
        place: PublisherIdentity,
        store: Store,
        lanes: Lanes,
        quarantine: Quarantine,
        clock: Clock,
    ) -> None:
        self._place = place
        self._store = store
        self._lanes = lanes
        self._quarantine = quarantine
        self._clock = clock

    def put_aside(self, received: InboundEvent, error: Exception) -> Report:
        """Park an event after this error, or quarantine it; tell what was committed.

        Raises `RetryableError` where the store does not answer: then it may come again.
        """
        try:
            return self._store.transact(partial(self._park, received, error))
        except RetryableError:
            raise
        except Exception as other:  # noqa: BLE001  what cannot be written must stop no other event
            reason = f"{describe_error(error)}; it cannot be parked: {describe_error(other)}"
            self._keep(received, reason)
            return Report()

    def _park(self, received: InboundEvent, error: Exception, session: Session) -> Report:
        return self._lanes.park(session, received, error, self._clock())

    def _keep(self, received: InboundEvent, reason: str) -> None:
        kept = to_quarantine(
            received.body,
            received.headers,
            reason,
            UNWRITABLE,
            self._clock(),
            publisher=received.cause.department,
        )
        self._quarantine.keep([kept])
        note_refused(self._place.department, UNWRITABLE)
