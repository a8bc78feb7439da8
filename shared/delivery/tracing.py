"""What the kit tells of its work, so that spans can be made of it; `NO_TRACING` makes none."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from liandong.messages.outgoing import Outcome
from shared.delivery.lanes.report import Apply, Report
from shared.delivery.outbox.publish_batch import PublishBatch
from shared.handling.cause import Cause


class RequestSpan(Protocol):
    """An HTTP request in hand."""

    @property
    def traceparent(self) -> str | None:
        """What carries on from it, in place of what the caller sent; None to leave that."""

    def answered(self, status: int) -> None:
        """Say that it was answered."""


class TracingHooks(Protocol):
    """Hears of work; called once for each request, each batch, each flight, and never raises."""

    def asked(self, method: str, route: str, traceparent: str) -> RequestSpan:
        """Begin with a request for a route."""

    def act(self, cause: Cause) -> AbstractContextManager[Cause]:
        """Begin a unit of work for a command; its events name the cause that is given."""

    def watched(self, apply: Apply) -> Apply:
        """Wrap what lets an event take effect, so that what it emits carries on from it."""

    def effects(self, report: Report, seconds: float | None) -> None:
        """Tell what a transaction did; `seconds` is what a batch took, None for a lane."""

    def sent(self, flight: PublishBatch, outcomes: Sequence[Outcome]) -> None:
        """Tell what became of a batch on its way to the broker."""

    def close(self) -> None:
        """Send what is left, if that is quick."""


class NoRequestSpan:
    """A request that no span is made of."""

    traceparent: str | None = None

    def answered(self, status: int) -> None:
        """Do nothing."""


class NoTracing:
    """Makes no spans and passes on what came."""

    def asked(self, method: str, route: str, traceparent: str) -> RequestSpan:  # noqa: ARG002  the protocol's signature
        """Give the one that does nothing."""
        return NO_REQUEST_SPAN

    def act(self, cause: Cause) -> AbstractContextManager[Cause]:
        """Keep the cause."""
        return nullcontext(cause)

    def watched(self, apply: Apply) -> Apply:
        """Keep it."""
        return apply

    def effects(self, report: Report, seconds: float | None) -> None:
        """Do nothing."""

    def sent(self, flight: PublishBatch, outcomes: Sequence[Outcome]) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


NO_REQUEST_SPAN = NoRequestSpan()
NO_TRACING = NoTracing()
