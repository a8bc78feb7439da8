"""Whose dates are believed: what came in time may say when it was done, what came late may not.

An event counts by the date that it bears while that changes no breach that was told: it arrived
before the end of the period, or within the minutes by which organs' clocks differ and messages are
under way, or no later than the act that began the period. What arrives later and says that it was
done in time is a claim: it counts from its arrival, is kept and shown, and waits for the head of
the office.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.coordination.clocks.observed import ClockAct, ClockActKind, ObservedEvent

UNDER_WAY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Proof:
    """What of the past is believed about one clock: when its start was known, what was accepted.

    Before the office heard of the start it could tell no breach.
    """

    known: datetime | None
    accepted: frozenset[str]

    def believes(self, event: ObservedEvent, due_at: datetime | None) -> bool:
        """Tell whether an event counts by the date that it bears, for a period with this end."""
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
        """Tell from when on an event counts."""
        if event.arrived is None or self.believes(event, due_at):
            return event.at
        return event.arrived


def proof_of(start: ObservedEvent, acts: tuple[ClockAct, ...]) -> Proof:
    """Tell what is believed about the clock of a start, given what people did to it."""
    accepted = (act.event for act in acts if act.kind is ClockActKind.ACCEPT)
    return Proof(start.arrived, frozenset(accepted))
