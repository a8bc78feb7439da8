"""Hook that gives a request a span; `NO_REQUEST_TRACING` creates none."""

from typing import Protocol


class RequestSpan(Protocol):
    """Span of an HTTP request in progress."""

    @property
    def traceparent(self) -> str | None:
        """Trace context for work caused by the request; None keeps that of the client."""

    def end(self, status: int) -> None:
        """End the span with the status of the response."""


class RequestTracing(Protocol):
    """Traces requests; called once per request, never raises."""

    def trace_request(self, method: str, route: str, traceparent: str) -> RequestSpan:
        """Begin the span of a request for a route."""


class NoRequestSpan:
    """Stands for the span of a request that is not traced."""

    traceparent: str | None = None

    def end(self, status: int) -> None:
        """Do nothing."""


class NoRequestTracing:
    """Creates no spans."""

    def trace_request(self, method: str, route: str, traceparent: str) -> RequestSpan:  # noqa: ARG002  the protocol's signature
        """Return the span that does nothing."""
        return NO_REQUEST_SPAN


NO_REQUEST_SPAN = NoRequestSpan()
NO_REQUEST_TRACING = NoRequestTracing()
