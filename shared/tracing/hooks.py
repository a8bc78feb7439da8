"""All hooks of a process in one object; `NO_TRACING` makes no spans."""

from typing import Protocol

from shared.delivery.tracing import EventTracing, NoEventTracing
from shared.handling.tracing import CommandTracing, NoCommandTracing
from shared.web.tracing import NoRequestTracing, RequestTracing


class TracingHooks(RequestTracing, CommandTracing, EventTracing, Protocol):
    """Traces requests, commands and events of one process."""

    def close(self) -> None:
        """Send what is left, if that is quick."""


class NoTracing(NoRequestTracing, NoCommandTracing, NoEventTracing):
    """Makes no spans and passes on what came."""

    def close(self) -> None:
        """Do nothing."""


NO_TRACING = NoTracing()
