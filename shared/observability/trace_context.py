"""Where a span stands: its trace and itself, as W3C Trace Context writes it (`traceparent`)."""

import re
from dataclasses import dataclass

_FORM = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
_SAMPLED = 1


@dataclass(frozen=True, slots=True)
class Context:
    """A span's place; `sampled` tells whether it and what follows from it are recorded."""

    trace_id: int
    span_id: int
    sampled: bool

    @property
    def traceparent(self) -> str:
        """Write it as it travels."""
        return f"00-{self.trace_id:032x}-{self.span_id:016x}-{self.sampled:02x}"


def parse_traceparent(traceparent: str | None) -> Context | None:
    """Read what travelled; None for nothing, another form, or ids of zeros."""
    found = _FORM.fullmatch(traceparent or "")
    if found is None:
        return None
    trace_id, span_id, flags = (int(part, 16) for part in found.groups())
    return Context(trace_id, span_id, bool(flags & _SAMPLED)) if trace_id and span_id else None


def log_fields(traceparent: str | None) -> dict[str, str]:
    """Give the field that a log line names the trace by; none without a trace."""
    found = _FORM.fullmatch(traceparent or "")
    return {"trace_id": found[1]} if found else {}
