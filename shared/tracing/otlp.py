"""Export to OpenTelemetry: its SDK samples, batches and sends, by its standard variables."""

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
from shared.tracing.id_generator import PresetIdGenerator
from shared.tracing.logging_exporter import LoggingExporter
from shared.tracing.span import Span, WorkKind

LAST_WORDS_S = 1.0
ERROR_TYPE = "error.type"
SAMPLED = Decision.RECORD_AND_SAMPLE
KINDS = {kind: SpanKind[kind.name] for kind in WorkKind}


class Otlp:
    """Passes spans to the SDK, whose own thread sends them; a full queue drops the oldest.

    Under eventlet that thread and its connections are green: the SDK must be imported after monkey
    patching.
    """

    def __init__(self, exporter: SpanExporter, resource: Resource, batch_size: int = FEW) -> None:
        self._given = PresetIdGenerator()
        self._provider = TracerProvider(
            resource=resource, shutdown_on_exit=False, id_generator=self._given
        )
        processor = BatchSpanProcessor(LoggingExporter(exporter), max_export_batch_size=batch_size)
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("liandong", version("liandong-platform"))

    @classmethod
    def begin_for(cls, department: str, city: str, settings: TracingSettings) -> "Otlp":
        """Create the exporter of a department for the collector that the environment names."""
        # The SDK logs an unreachable collector repeatedly; `LoggingExporter` logs it once.
        logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
        resource = resource_of(department, city, named=settings.names_service)
        return cls(OTLPSpanExporter(), resource, settings.batch_size)

    def begin(self, parent: Context | None, name: str, kind: WorkKind) -> Context:
        """Create the context of a new span; the sampler decides as it will at recording."""
        trace_id = parent.trace_id if parent else self._given.generate_trace_id()
        around = _around(parent)
        found = self._provider.sampler.should_sample(around, trace_id, name, KINDS[kind])
        return Context(trace_id, self._given.generate_span_id(), found.decision is SAMPLED)

    def record(self, span: Span) -> None:
        """Let the SDK create a span with the given context."""
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
        """Flush remaining spans, but wait at most `LAST_WORDS_S` for the collector."""
        done = threading.Event()

        def shut() -> None:
            self._provider.shutdown()
            done.set()

        threading.Thread(target=shut, name="spans-last", daemon=True).start()
        done.wait(LAST_WORDS_S)


def resource_of(department: str, city: str, *, named: bool) -> Resource:
    """Return the resource; `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` have precedence."""
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
