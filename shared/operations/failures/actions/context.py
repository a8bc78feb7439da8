"""Context of an action on failed messages: dispatcher, receiver, the service's handlers.

An action runs at once, in the process that received the request, in one transaction with its
record. This also holds for a process that only serves HTTP: every process has the handlers and the
trust list, and transactions on the same lane keep two processes apart. The response is the actual
result. Events that the handlers emit are published by the process that runs the relay.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from liandong.errors import BadSignature
from shared.delivery.inbox.dispatcher import EventDispatcher
from shared.delivery.inbox.event import InboundEvent
from shared.delivery.inbox.message_faults import KINDS
from shared.delivery.inbox.receiver import Receiver
from shared.delivery.lanes.report import Apply, DispatchReport
from shared.handling.context import DepartmentContext
from shared.store.session import Session
from shared.texts.error_text import describe_error
from shared.texts.stored_headers import Headers

R = TypeVar("R")


@dataclass(slots=True)
class ActionContext:
    """Applies events within the transaction of an action; updates metrics after the commit."""

    dispatcher: EventDispatcher
    receiver: Receiver
    apply: Apply
    _reports: list[DispatchReport] = field(default_factory=list)

    @property
    def department(self) -> DepartmentContext:
        """The department that runs the action."""
        return self.dispatcher.context

    def transact(self, work: Callable[[Session], R]) -> R:
        """Run an action in its own transaction."""
        result = self.department.store.transact(lambda session: self.attempt(lambda: work(session)))
        self.committed()
        return result

    def attempt(self, work: Callable[[], R]) -> R:
        """Run an action within a transaction that may be repeated; call `committed` afterwards."""
        self._reports.clear()
        return work()

    def committed(self) -> None:
        """Update the metrics of the applied events."""
        for report in self._reports:
            self.dispatcher.record_metrics(report)
        self._reports.clear()
        self.dispatcher.request_missing()

    def retry_lane(self, session: Session, lane: str, now: datetime) -> None:
        """Apply the events of a lane in order, until one fails."""
        self._reports.append(self.dispatcher.lanes.retry_lane(session, lane, self.apply, now))

    def dispatch_one(self, session: Session, received: InboundEvent) -> None:
        """Apply or park one event, as if it had just been delivered."""
        self._reports.append(self.dispatcher.dispatch_one(session, received, self.apply))

    def signature_fault(self, body: bytes, headers: Headers) -> str:
        """Return why the signature does not verify now; empty if it does."""
        return signature_fault(self.receiver, body, headers)


def signature_fault(receiver: Receiver, body: bytes, headers: Headers) -> str:
    """Return why the signature of a message does not verify now; empty if it does."""
    try:
        receiver.open(body, headers)
    except BadSignature as error:
        return str(error)
    except tuple(KINDS):
        return ""
    except Exception as error:  # noqa: BLE001  (an internal error: the message is unverified)
        return f"无法验证：{describe_error(error)}"
    return ""


def context_of(service: Any) -> ActionContext:
    """Build the context from a service instance."""
    receiver: Receiver = service.receiver
    return ActionContext(service.dispatcher, receiver, receiver.applier(service))
