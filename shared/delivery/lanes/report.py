"""The result of a transaction over events, recorded in metrics after its commit."""

from collections.abc import Callable
from dataclasses import dataclass, field

from shared.delivery.inbox.event import InboundEvent
from shared.delivery.records import Applied
from shared.delivery.refusals.notices import EventsRefused
from shared.delivery.resend.gaps import Ask
from shared.handling.unit_of_work import UnitOfWork

Apply = Callable[[UnitOfWork, InboundEvent], None]


@dataclass(slots=True)
class DispatchReport:
    """The result of one transaction.

    `asks` are gaps to request, `refusals` the notices received, by sender. `more`: the lane has
    events left to apply; `for_relay`: there is work for the relay.
    """

    applied: list[Applied] = field(default_factory=list)
    parked: list[tuple[InboundEvent, str]] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    refusals: list[tuple[str, EventsRefused]] = field(default_factory=list)
    more: bool = False
    for_relay: bool = False

    def took_effect(self, mark: Applied, received: InboundEvent) -> None:
        """Record an event that was applied, and the refusals if it is a notice of them."""
        self.applied.append(mark)
        if isinstance(received.message, EventsRefused):
            self.refusals.append((received.cause.department, received.message))
