"""Creates spans from the kit's tracing hooks; one recorder per process of a department."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace

from liandong.messages.outgoing import Outcome
from shared.delivery.lanes.report import Apply, DispatchReport
from shared.delivery.outbox.publish_batch import PublishBatch
from shared.handling.cause import Cause
from shared.observability.trace_context import Context, parse_traceparent
from shared.tracing import attributes
from shared.tracing.event_spans import EffectSpans
from shared.tracing.never_raise import never_raise
from shared.tracing.publish_spans import spans_of_batch
from shared.tracing.sink import Sink
from shared.tracing.span import Span, WorkKind
from shared.web.tracing import RequestSpan

FAILED = 500
Now = Callable[[], int]


class Recorder:
    """Creates a context for each piece of work and records its span at the end.

    Repeated attempts, rolled-back transactions and duplicates have no span of their own.
    """

    def __init__(self, department: str, sink: Sink, now_ns: Now = time.time_ns) -> None:
        self._department = department
        self._sink = sink
        self._now_ns = now_ns
        self._effects = EffectSpans(department, sink, now_ns)

    def trace_request(self, method: str, route: str, traceparent: str) -> RequestSpan:
        """Begin the span of a request for a route."""
        parent = parse_traceparent(traceparent)
        place = self._sink.begin(parent, f"{method} {route}", WorkKind.SERVER)
        return RecordedRequest(
            self._sink, self._now_ns, method, route, place, parent, self._now_ns()
        )

    def trace_command(self, cause: Cause) -> AbstractContextManager[Cause]:
        """Begin the span of a command; its events continue it."""
        return self._command_span(cause)

    def trace_handler(self, apply: Apply) -> Apply:
        """Wrap the handler of an event, so that emitted events continue its span."""
        return self._effects.trace_handler(apply)

    @never_raise
    def record_effects(self, report: DispatchReport, seconds: float | None) -> None:
        """Record the effects of a committed transaction."""
        self._effects.record(report, seconds)

    @never_raise
    def record_publish(self, batch: PublishBatch, outcomes: Sequence[Outcome]) -> None:
        """Record the outcomes of a published batch."""
        ended_ns = self._now_ns()
        for span in spans_of_batch(self._department, self._sink, batch, outcomes, ended_ns):
            self._sink.record(span)

    def close(self) -> None:
        """Flush remaining spans if that is quick."""
        self._sink.close()

    @contextmanager
    def _command_span(self, cause: Cause) -> Iterator[Cause]:
        parent, name = parse_traceparent(cause.traceparent), f"act {cause.type}"
        place, began_ns = self._sink.begin(parent, name, WorkKind.INTERNAL), self._now_ns()
        error = ""
        try:
            yield replace(cause, traceparent=place.traceparent)
        except Exception as failure:
            error = type(failure).__name__
            raise
        finally:
            said = attributes.conversation(cause.correlation)
            times = began_ns, self._now_ns()
            _record(
                self._sink, Span(name, WorkKind.INTERNAL, place, parent, *times, said, (), error)
            )


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """Span of an HTTP request in progress."""

    sink: Sink
    now_ns: Now
    method: str
    route: str
    place: Context
    parent: Context | None
    began_ns: int

    @property
    def traceparent(self) -> str:
        """Trace context for work caused by the request."""
        return self.place.traceparent

    def end(self, status: int) -> None:
        """Record the span; only a server error counts as a failure of this service."""
        error = str(status) if status >= FAILED else ""
        name, said = (
            f"{self.method} {self.route}",
            attributes.request(self.method, self.route, status),
        )
        times = self.began_ns, self.now_ns()
        span = Span(name, WorkKind.SERVER, self.place, self.parent, *times, said, (), error)
        _record(self.sink, span)


@never_raise
def _record(sink: Sink, span: Span) -> None:
    if span.context.sampled:
        sink.record(span)
