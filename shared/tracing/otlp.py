"""Spans to OpenTelemetry: its SDK samples, batches and sends them, by its standard variables."""

import logging
import threading
from importlib.metadata import version

from opentelemetry.context import Context as Surroundings
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.sampling import Decision
from opentelemetry.trace import (
    Link,
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
    set_span_in_context,
)

from shared.config.tracing import FEW, TracingSettings
from shared.observability.trace_context import Context
from shared.tracing.id_generator import Given
from shared.tracing.logging_exporter import Watched
from shared.tracing.span import Kind, Span

LAST_WORDS_S = 1.0
ERROR_TYPE = "error.type"
SAMPLED = Decision.RECORD_AND_SAMPLE
KINDS = {kind: SpanKind[kind.name] for kind in Kind}


class Otlp:
    """Hands spans to the SDK, whose own thread sends them; a full queue drops the oldest.

    Under eventlet that thread is a green one, and so are its connections: the SDK must be loaded
    after the world was patched.
    """

    def __init__(self, exporter: SpanExporter, resource: Resource, batch_size: int = FEW) -> None:
        self._given = Given()
        self._provider = TracerProvider(
            resource=resource, shutdown_on_exit=False, id_generator=self._given
        )
        processor = BatchSpanProcessor(Watched(exporter), max_export_batch_size=batch_size)
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("liandong", version("liandong-platform"))

    @classmethod
    def begin_for(cls, department: str, city: str, settings: TracingSettings) -> "Otlp":
        """Speak for a department to the collector that the environment names."""
        # What the SDK says of a collector that is away, again and again, `Watched` says once.
        logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
        resource = resource_of(department, city, named=settings.names_service)
        return cls(OTLPSpanExporter(), resource, settings.batch_size)

    def begin(self, parent: Context | None, name: str, kind: Kind) -> Context:
        """Give a new span its place; the sampler decides as it will when the span is recorded."""
        trace_id = parent.trace_id if parent else self._given.generate_trace_id()
        around = _around(parent)
        found = self._provider.sampler.should_sample(around, trace_id, name, KINDS[kind])
        return Context(trace_id, self._given.generate_span_id(), found.decision is SAMPLED)

    def record(self, span: Span) -> None:
        """Let the SDK make a span at the place that it was given."""
        with self._given.next(span.context):
            made = self._tracer.start_span(
                span.name,
                _around(span.parent),
                KINDS[span.kind],
                dict(span.attributes),
                [Link(_written(link)) for link in span.links],
                span.began_ns,
            )
        if span.error:
            made.set_attribute(ERROR_TYPE, span.error)
            made.set_status(Status(StatusCode.ERROR))
        made.end(span.ended_ns)

    def close(self) -> None:
        """Send what is left; a collector that takes longer than a second does not get it."""
        done = threading.Event()

        def shut() -> None:
            self._provider.shutdown()
            done.set()

        threading.Thread(target=shut, name="spans-last", daemon=True).start()
        done.wait(LAST_WORDS_S)


def resource_of(department: str, city: str, *, named: bool) -> Resource:
    """Say who speaks; `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` come first."""
    mine = {
        "service.name": department,
        "service.namespace": f"liandong-{city}",
        "service.version": version("liandong-platform"),
    }
    told = Resource.create().attributes
    kept = {key: value for key, value in told.items() if key != "service.name" or named}
    return Resource({**mine, **kept})


def _around(parent: Context | None) -> Surroundings:
    nothing = Surroundings()
    return set_span_in_context(NonRecordingSpan(_written(parent)), nothing) if parent else nothing


def _written(place: Context) -> SpanContext:
    flags = TraceFlags(TraceFlags.SAMPLED if place.sampled else TraceFlags.DEFAULT)
    return SpanContext(place.trace_id, place.span_id, is_remote=True, trace_flags=flags)
