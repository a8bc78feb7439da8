"""What an act on failed messages works with: dispatcher, receiver, the service's own methods.

An act runs at once, in the process that was asked, in one transaction with its record. That is
right for a process that only serves HTTP too: every process has the handlers and the trust list,
and transactions on the same lane keep two processes apart. The answer is what really happened.
What the handlers emit is published by whichever process relays.
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
    """Lets events take effect within the transaction of an act; counts them after the commit."""

    dispatcher: EventDispatcher
    receiver: Receiver
    apply: Apply
    _reports: list[DispatchReport] = field(default_factory=list)

    @property
    def department(self) -> DepartmentContext:
        """The department that acts."""
        return self.dispatcher.context

    def transact(self, work: Callable[[Session], R]) -> R:
        """Run an act in a transaction of its own."""
        result = self.department.store.transact(lambda session: self.attempt(lambda: work(session)))
        self.committed()
        return result

    def attempt(self, work: Callable[[], R]) -> R:
        """Run an act within a transaction, which may run more than once; then say `committed`."""
        self._reports.clear()
        return work()

    def committed(self) -> None:
        """Count what took effect."""
        for report in self._reports:
            self.dispatcher.record_metrics(report)
        self._reports.clear()
        self.dispatcher.request_missing()

    def retry_lane(self, session: Session, lane: str, now: datetime) -> None:
        """Let the events of a lane take effect in order, until one cannot."""
        self._reports.append(self.dispatcher.lanes.retry_lane(session, lane, self.apply, now))

    def dispatch_one(self, session: Session, received: InboundEvent) -> None:
        """Let one event take effect or wait, as if it had just been delivered."""
        self._reports.append(self.dispatcher.dispatch_one(session, received, self.apply))

    def signature_fault(self, body: bytes, headers: Headers) -> str:
        """Tell why the signature does not verify now; empty if it does."""
        return signature_fault(self.receiver, body, headers)


def signature_fault(receiver: Receiver, body: bytes, headers: Headers) -> str:
    """Tell why the signature of a message does not verify now; empty if it does."""
    try:
        receiver.open(body, headers)
    except BadSignature as error:
        return str(error)
    except tuple(KINDS):
        return ""
    except Exception as error:  # noqa: BLE001  (a fault of ours: nobody vouches for such a message)
        return f"无法验证：{describe_error(error)}"
    return ""


def context_of(service: Any) -> ActionContext:
    """Take what is needed out of a service instance."""
    receiver: Receiver = service.receiver
    return ActionContext(service.dispatcher, receiver, receiver.applier(service))
