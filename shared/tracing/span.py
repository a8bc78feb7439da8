"""A span: a completed piece of work, its cause and its outcome."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from shared.observability.trace_context import Context


class WorkKind(Enum):
    """Kind of a span, with OpenTelemetry's names."""

    INTERNAL = "internal"
    SERVER = "server"
    CLIENT = "client"
    CONSUMER = "consumer"


@dataclass(frozen=True, slots=True)
class Span:
    """Completed work; times are nanoseconds since 1970.

    `parent` is its cause, `links` are other related acts. `error` is the kind of failure, never its
    text, which may contain data that a trace must not reveal.
    """

    name: str
    kind: WorkKind
    context: Context
    parent: Context | None
    began_ns: int
    ended_ns: int
    attributes: Mapping[str, str | int] = field(default_factory=dict)
    links: Sequence[Context] = ()
    error: str = ""
