"""Destination of spans, which also decides on sampling."""

from typing import Protocol

from shared.observability.trace_context import Context
from shared.tracing.span import Span, WorkKind


class Sink(Protocol):
    """Receives spans; its failures never reach the traced work."""

    def begin(self, parent: Context | None, name: str, kind: WorkKind) -> Context:
        """Create the context of a new span: in its parent's trace, or in a new one."""

    def record(self, span: Span) -> None:
        """Record a sampled span."""

    def close(self) -> None:
        """Flush remaining spans if that is quick."""
