"""Trace context of a span, encoded as W3C Trace Context (`traceparent`)."""

import re
from dataclasses import dataclass

_FORM = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
_SAMPLED = 1


@dataclass(frozen=True, slots=True)
class Context:
    """Trace and span id; `sampled` tells whether the span and its descendants are recorded."""

    trace_id: int
    span_id: int
    sampled: bool

    @property
    def traceparent(self) -> str:
        """The `traceparent` header value."""
        return f"00-{self.trace_id:032x}-{self.span_id:016x}-{self.sampled:02x}"


def parse_traceparent(traceparent: str | None) -> Context | None:
    """Parse a `traceparent`; None if it is missing, malformed or has an id of zeros."""
    found = _FORM.fullmatch(traceparent or "")
    if found is None:
        return None
    trace_id, span_id, flags = (int(part, 16) for part in found.groups())
    return Context(trace_id, span_id, bool(flags & _SAMPLED)) if trace_id and span_id else None


def log_fields(traceparent: str | None) -> dict[str, str]:
    """Return the log field with the trace id; empty without a trace."""
    found = _FORM.fullmatch(traceparent or "")
    return {"trace_id": found[1]} if found else {}
