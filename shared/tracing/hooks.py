"""All tracing hooks of a process in one object; `NO_TRACING` creates no spans."""

from typing import Protocol

from shared.delivery.tracing import EventTracing, NoEventTracing
from shared.handling.tracing import CommandTracing, NoCommandTracing
from shared.web.tracing import NoRequestTracing, RequestTracing


class TracingHooks(RequestTracing, CommandTracing, EventTracing, Protocol):
    """Traces requests, commands and events of one process."""

    def close(self) -> None:
        """Flush remaining spans if that is quick."""


class NoTracing(NoRequestTracing, NoCommandTracing, NoEventTracing):
    """Creates no spans and passes its arguments on."""

    def close(self) -> None:
        """Do nothing."""


NO_TRACING = NoTracing()
