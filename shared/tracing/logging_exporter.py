"""Log of the collector's availability: one line per change instead of one per batch."""

from collections.abc import Sequence

import structlog
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

log = structlog.get_logger()


class LoggingExporter(SpanExporter):
    """Wraps an exporter and logs when it starts or stops failing."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter
        self._lost = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send spans; those rejected by the collector are lost."""
        result = self._exporter.export(spans)
        lost = result is not SpanExportResult.SUCCESS
        if lost and not self._lost:
            log.warning("spans.collector_away", lost=len(spans))
        if self._lost and not lost:
            log.info("spans.collector_back")
        self._lost = lost
        return result

    def shutdown(self) -> None:
        """Close the connection and abandon retries."""
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30000) -> bool:
        """Flush the exporter."""
        return self._exporter.force_flush(timeout_millis)
