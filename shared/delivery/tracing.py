"""Hooks that create spans for events; `NO_EVENT_TRACING` creates none."""

from collections.abc import Sequence
from typing import Protocol

from liandong.messages.outgoing import Outcome
from shared.delivery.lanes.report import Apply, DispatchReport
from shared.delivery.outbox.publish_batch import PublishBatch


class EventTracing(Protocol):
    """Traces events; methods are called once per batch or transaction, and never raise."""

    def trace_handler(self, apply: Apply) -> Apply:
        """Wrap the function that applies an event, so that emitted events continue its trace."""

    def record_effects(self, report: DispatchReport, seconds: float | None) -> None:
        """Record a transaction's report; `seconds` is the duration of a batch, None for a lane."""

    def record_publish(self, batch: PublishBatch, outcomes: Sequence[Outcome]) -> None:
        """Record the outcomes of a published batch."""


class NoEventTracing:
    """Creates no spans."""

    def trace_handler(self, apply: Apply) -> Apply:
        """Return `apply` unchanged."""
        return apply

    def record_effects(self, report: DispatchReport, seconds: float | None) -> None:
        """Do nothing."""

    def record_publish(self, batch: PublishBatch, outcomes: Sequence[Outcome]) -> None:
        """Do nothing."""


NO_EVENT_TRACING = NoEventTracing()
