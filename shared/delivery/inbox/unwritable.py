"""Events whose effects cannot be written: each is parked or quarantined and blocks no other."""

from functools import partial

from shared.delivery.inbox.event import InboundEvent, to_quarantine
from shared.delivery.inbox.quarantine import Quarantine
from shared.delivery.lanes.lanes import Lanes
from shared.delivery.lanes.report import DispatchReport
from shared.delivery.metrics import record_refused
from shared.errors import RetryableError
from shared.handling.context import DepartmentContext
from shared.store.session import Session
from shared.texts.error_text import describe_error

UNWRITABLE = "unwritable"


class UnwritableEvents:
    """Parks unwritable events of one department; quarantines those that cannot be parked."""

    def __init__(
        self,
        context: DepartmentContext,
        lanes: Lanes,
        quarantine: Quarantine,
    ) -> None:
        self._context = context
        self._lanes = lanes
        self._quarantine = quarantine

    def put_aside(self, received: InboundEvent, error: Exception) -> DispatchReport:
        """Park an event after this error, or quarantine it; return what was committed.

        Raises `RetryableError` if the store does not answer: then it may be delivered again.
        """
        try:
            return self._context.store.transact(partial(self._park, received, error))
        except RetryableError:
            raise
        except Exception as other:  # noqa: BLE001  an unwritable event must not block others
            reason = f"{describe_error(error)}; it cannot be parked: {describe_error(other)}"
            self._store_in_quarantine(received, reason)
            return DispatchReport()

    def _park(self, received: InboundEvent, error: Exception, session: Session) -> DispatchReport:
        return self._lanes.park_unwritable(session, received, error, self._context.clock())

    def _store_in_quarantine(self, received: InboundEvent, reason: str) -> None:
        kept = to_quarantine(
            received.body,
            received.headers,
            reason,
            UNWRITABLE,
            self._context.clock(),
            publisher=received.cause.department,
        )
        self._quarantine.store_messages([kept])
        record_refused(self._context.department, UNWRITABLE)
