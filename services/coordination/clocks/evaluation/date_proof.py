"""Decide which dates are accepted: a date in an event that arrived in time, not in a late one.

An event counts from the date that it states as long as that changes no published breach: it arrived
before the end of the period, or within the tolerance for clock differences and transit, or no later
than the act that began the period. An event that arrives later and states a date before the breach
is a claim: it counts from its arrival, is stored and shown, and waits for a decision of the head of
the office.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.coordination.clocks.observed import ClockAct, ClockActKind, ObservedEvent

UNDER_WAY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Proof:
    """The evidence about one clock: when its start was received, and which claims were accepted.

    Before the office received the start, it could not publish a breach.
    """

    known: datetime | None
    accepted: frozenset[str]

    def believes(self, event: ObservedEvent, due_at: datetime | None) -> bool:
        """Return whether an event counts from its stated date, for a period with this end."""
        if (
            due_at is None
            or event.at >= due_at
            or event.arrived is None
            or event.id in self.accepted
        ):
            return True
        if self.known is not None and event.arrived <= self.known:
            return True
        return event.arrived < due_at + UNDER_WAY

    def counts_from(self, event: ObservedEvent, due_at: datetime | None) -> datetime:
        """Return the instant from which an event counts."""
        if event.arrived is None or self.believes(event, due_at):
            return event.at
        return event.arrived


def proof_of(start: ObservedEvent, acts: tuple[ClockAct, ...]) -> Proof:
    """Return the evidence about the clock of a start, given the acts of people on it."""
    accepted = (act.event for act in acts if act.kind is ClockActKind.ACCEPT)
    return Proof(start.arrived, frozenset(accepted))
