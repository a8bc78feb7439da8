"""A span: a piece of work that was done, for whom, and how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from shared.observability.trace_context import Context


class WorkKind(Enum):
    """Which side of a conversation a span is, as OpenTelemetry names it."""

    INTERNAL = "internal"
    SERVER = "server"
    CLIENT = "client"
    CONSUMER = "consumer"


@dataclass(frozen=True, slots=True)
class Span:
    """Work that came to its end; times are nanoseconds since 1970.

    `parent` is what it follows from, `links` what it serves besides. `error` names the kind of
    failure, never its words: those may hold what a trace must not.
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
