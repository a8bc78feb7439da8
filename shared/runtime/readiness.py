"""What a process must keep doing to be ready, and for how long each has stood still."""

from collections.abc import Callable
from dataclasses import dataclass

from shared.delivery.inbox.processor import InboxProcessor
from shared.observability import metrics, store_metrics
from shared.store.heartbeat import LONGEST_TOLD, Heartbeat

UNSETTLED_S = 60.0
UNTRIED_S = 120.0


@dataclass(frozen=True, slots=True)
class Readiness:
    """Tells whether the inbox of one process goes on, and whether its writes do.

    `connected` tells whether the inbox is read. `inbox` gives None in a process that reads none.
    """

    connected: Callable[[], bool]
    inbox: Callable[[], InboxProcessor | None]
    heartbeat: Heartbeat

    def inbox_fault(self) -> str:
        """Tell in words what stands still between broker and handlers; empty if nothing does."""
        if not self.connected():
            return "not connected to the broker"
        inbox = self.inbox()
        if inbox is None:
            return ""
        reading, retrying = inbox.reading, inbox.retrying
        if (waited_s := reading.waited_s()) > UNSETTLED_S:
            return _with_reason(
                f"no delivery in hand was settled for {waited_s:.0f} s", reading.why
            )
        if (waited_s := retrying.waited_s()) > UNTRIED_S:
            return _with_reason(f"no lane could be retried for {waited_s:.0f} s", retrying.why)
        return ""

    def store_fault(self) -> str:
        """Tell in words why the store does not take writes; empty if it does."""
        return self.heartbeat.fault()

    def measure(self, department: str) -> None:
        """Bring the gauges of all this up to date."""
        store_metrics.STORE_WRITE_WAITED.labels(department).set(self.heartbeat.activity.waited_s())
        if (inbox := self.inbox()) is not None:
            metrics.INBOX_WAITED.labels(department).set(inbox.reading.waited_s())
            metrics.RETRIES_WAITED.labels(department).set(inbox.retrying.waited_s())


def _with_reason(what: str, why: str) -> str:
    return f"{what}: {why[:LONGEST_TOLD]}" if why else what
