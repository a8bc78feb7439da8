"""Readiness: continuous tasks of a process and how long each has made no progress."""

from collections.abc import Callable
from dataclasses import dataclass

from shared.delivery.inbox.processor import InboxProcessor
from shared.observability import metrics, store_metrics
from shared.store.heartbeat import LONGEST_TOLD, Heartbeat

UNSETTLED_S = 60.0
UNTRIED_S = 120.0


@dataclass(frozen=True, slots=True)
class Readiness:
    """Checks the progress of a process's inbox and of its writes.

    `connected` returns whether the inbox is consumed. `inbox` returns None in an api process.
    """

    connected: Callable[[], bool]
    inbox: Callable[[], InboxProcessor | None]
    heartbeat: Heartbeat

    def inbox_fault(self) -> str:
        """Return in words why the inbox makes no progress; empty if it does."""
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
        """Return in words why the store accepts no writes; empty if it does."""
        return self.heartbeat.fault()

    def measure(self, department: str) -> None:
        """Update the gauges of these checks."""
        store_metrics.STORE_WRITE_WAITED.labels(department).set(self.heartbeat.activity.waited_s())
        if (inbox := self.inbox()) is not None:
            metrics.INBOX_WAITED.labels(department).set(inbox.reading.waited_s())
            metrics.RETRIES_WAITED.labels(department).set(inbox.retrying.waited_s())


def _with_reason(what: str, why: str) -> str:
    return f"{what}: {why[:LONGEST_TOLD]}" if why else what
