"""Where spans go, and who decides which are recorded."""

from typing import Protocol

from shared.observability.trace_context import Context
from shared.tracing.span import Span, WorkKind


class Sink(Protocol):
    """Takes spans; what becomes of them never reaches whoever did the work."""

    def begin(self, parent: Context | None, name: str, kind: WorkKind) -> Context:
        """Give a new span its place: in its parent's trace, or in one of its own."""

    def record(self, span: Span) -> None:
        """Take a span that was sampled."""

    def close(self) -> None:
        """Send what is left, if that is quick."""
