"""Whether the collector takes spans: said once when that changes, not with every batch."""

from collections.abc import Sequence

import structlog
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

log = structlog.get_logger()


class LoggingExporter(SpanExporter):
    """An exporter, and a line in the log when it begins or ceases to fail."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter
        self._lost = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send spans; those that the collector does not take are lost."""
        result = self._exporter.export(spans)
        lost = result is not SpanExportResult.SUCCESS
        if lost and not self._lost:
            log.warning("spans.collector_away", lost=len(spans))
        if self._lost and not lost:
            log.info("spans.collector_back")
        self._lost = lost
        return result

    def shutdown(self) -> None:
        """Close the connection, and give up what is being tried."""
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30000) -> bool:
        """Send what the exporter holds."""
        return self._exporter.force_flush(timeout_millis)
