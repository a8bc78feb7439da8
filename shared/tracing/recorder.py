"""Makes spans of what the kit tells; one recorder for each process of a department."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace

from liandong.messages.outgoing import Outcome
from shared.delivery.lanes.report import Apply, Report
from shared.delivery.outbox.publish_batch import PublishBatch
from shared.delivery.tracing import RequestSpan
from shared.handling.cause import Cause
from shared.observability.trace_context import Context, read
from shared.tracing import attributes
from shared.tracing.event_spans import Effects
from shared.tracing.never_raise import harmless
from shared.tracing.publish_spans import spans_of_flight
from shared.tracing.sink import Sink
from shared.tracing.span import Kind, Span

FAILED = 500
Now = Callable[[], int]


class Recorder:
    """Gives each piece of work its place and records it once it is done.

    What was rolled back, tried in vain or served before leaves no span of its own: a span is a
    piece of work that stands.
    """

    def __init__(self, department: str, sink: Sink, now_ns: Now = time.time_ns) -> None:
        self._department = department
        self._sink = sink
        self._now_ns = now_ns
        self._effects = Effects(department, sink, now_ns)

    def asked(self, method: str, route: str, traceparent: str) -> RequestSpan:
        """Begin with a request for a route."""
        parent = read(traceparent)
        place = self._sink.begin(parent, f"{method} {route}", Kind.SERVER)
        return Request(self._sink, self._now_ns, method, route, place, parent, self._now_ns())

    def act(self, cause: Cause) -> AbstractContextManager[Cause]:
        """Begin a unit of work for a command."""
        return self._act(cause)

    def watched(self, apply: Apply) -> Apply:
        """Wrap what lets an event take effect."""
        return self._effects.watched(apply)

    @harmless
    def effects(self, report: Report, seconds: float | None) -> None:
        """Tell what a committed transaction did."""
        self._effects.tell(report, seconds)

    @harmless
    def sent(self, flight: PublishBatch, outcomes: Sequence[Outcome]) -> None:
        """Tell what became of a batch on its way to the broker."""
        ended_ns = self._now_ns()
        for span in spans_of_flight(self._department, self._sink, flight, outcomes, ended_ns):
            self._sink.record(span)

    def close(self) -> None:
        """Send what is left, if that is quick."""
        self._sink.close()

    @contextmanager
    def _act(self, cause: Cause) -> Iterator[Cause]:
        parent, name = read(cause.traceparent), f"act {cause.type}"
        place, began_ns = self._sink.begin(parent, name, Kind.INTERNAL), self._now_ns()
        error = ""
        try:
            yield replace(cause, traceparent=place.traceparent)
        except Exception as failure:
            error = type(failure).__name__
            raise
        finally:
            said = attributes.conversation(cause.correlation)
            times = began_ns, self._now_ns()
            _record(self._sink, Span(name, Kind.INTERNAL, place, parent, *times, said, (), error))


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request in hand."""

    sink: Sink
    now_ns: Now
    method: str
    route: str
    place: Context
    parent: Context | None
    began_ns: int

    @property
    def traceparent(self) -> str:
        """What carries on from it."""
        return self.place.traceparent

    def answered(self, status: int) -> None:
        """Record it; a refusal is no failure of this service, what it could not do is."""
        error = str(status) if status >= FAILED else ""
        name, said = (
            f"{self.method} {self.route}",
            attributes.request(self.method, self.route, status),
        )
        times = self.began_ns, self.now_ns()
        span = Span(name, Kind.SERVER, self.place, self.parent, *times, said, (), error)
        _record(self.sink, span)


@harmless
def _record(sink: Sink, span: Span) -> None:
    if span.context.sampled:
        sink.record(span)
