"""Hook that creates spans for commands; `NO_COMMAND_TRACING` creates none."""

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from shared.handling.cause import Cause


class CommandTracing(Protocol):
    """Traces commands; called once per command, and never raises."""

    def trace_command(self, cause: Cause) -> AbstractContextManager[Cause]:
        """Open the span of a command; yield the cause that its events must carry."""


class NoCommandTracing:
    """Creates no spans."""

    def trace_command(self, cause: Cause) -> AbstractContextManager[Cause]:
        """Yield the cause unchanged."""
        return nullcontext(cause)


NO_COMMAND_TRACING = NoCommandTracing()
