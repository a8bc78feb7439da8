"""The hooks by which events get spans; `NO_EVENT_TRACING` makes none."""

from collections.abc import Sequence
from typing import Protocol

from liandong.messages.outgoing import Outcome
from shared.delivery.lanes.report import Apply, DispatchReport
from shared.delivery.outbox.publish_batch import PublishBatch


class EventTracing(Protocol):
    """Traces events; called once for each batch, and never raises."""

    def trace_handler(self, apply: Apply) -> Apply:
        """Wrap what applies an event, so that the events it emits carry on from its span."""

    def record_effects(self, report: DispatchReport, seconds: float | None) -> None:
        """Record what a transaction did; `seconds` is what a batch took, None for a lane."""

    def record_publish(self, batch: PublishBatch, outcomes: Sequence[Outcome]) -> None:
        """Record what became of a batch that was published."""


class NoEventTracing:
    """Makes no spans."""

    def trace_handler(self, apply: Apply) -> Apply:
        """Give it as it came."""
        return apply

    def record_effects(self, report: DispatchReport, seconds: float | None) -> None:
        """Do nothing."""

    def record_publish(self, batch: PublishBatch, outcomes: Sequence[Outcome]) -> None:
        """Do nothing."""


NO_EVENT_TRACING = NoEventTracing()
