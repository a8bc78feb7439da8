"""The hook by which a command gets a span; `NO_COMMAND_TRACING` makes none."""

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from shared.handling.cause import Cause


class CommandTracing(Protocol):
    """Traces commands; called once for each, and never raises."""

    def trace_command(self, cause: Cause) -> AbstractContextManager[Cause]:
        """Begin the span of a command; its events name the cause that is given."""


class NoCommandTracing:
    """Makes no spans."""

    def trace_command(self, cause: Cause) -> AbstractContextManager[Cause]:
        """Give the cause as it came."""
        return nullcontext(cause)


NO_COMMAND_TRACING = NoCommandTracing()
