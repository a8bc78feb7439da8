"""The hook by which a request gets a span; `NO_REQUEST_TRACING` makes none."""

from typing import Protocol


class RequestSpan(Protocol):
    """The span of an HTTP request that is being answered."""

    @property
    def traceparent(self) -> str | None:
        """What carries on from it, in place of what the caller sent; None to leave that."""

    def end(self, status: int) -> None:
        """End it with the status of the answer."""


class RequestTracing(Protocol):
    """Traces requests; called once for each, and never raises."""

    def trace_request(self, method: str, route: str, traceparent: str) -> RequestSpan:
        """Begin the span of a request for a route."""


class NoRequestSpan:
    """A request that no span is made of."""

    traceparent: str | None = None

    def end(self, status: int) -> None:
        """Do nothing."""


class NoRequestTracing:
    """Makes no spans."""

    def trace_request(self, method: str, route: str, traceparent: str) -> RequestSpan:  # noqa: ARG002  the protocol's signature
        """Give the one that does nothing."""
        return NO_REQUEST_SPAN


NO_REQUEST_SPAN = NoRequestSpan()
NO_REQUEST_TRACING = NoRequestTracing()
