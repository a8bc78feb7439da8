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

    def believes(self, told: ObservedEvent, due_at: datetime | None) -> bool:
        """Tell whether an event counts by the date that it bears, for a period with this end."""
        if due_at is None or told.at >= due_at or told.arrived is None or told.id in self.accepted:
            return True
        if self.known is not None and told.arrived <= self.known:
            return True
        return told.arrived < due_at + UNDER_WAY

    def counts_from(self, told: ObservedEvent, due_at: datetime | None) -> datetime:
        """Tell from when on an event counts."""
        if told.arrived is None or self.believes(told, due_at):
            return told.at
        return told.arrived


def proof_of(start: ObservedEvent, acts: tuple[ClockAct, ...]) -> Proof:
    """Tell what is believed about the clock of a start, given what people did to it."""
    accepted = (act.event for act in acts if act.kind is ClockActKind.ACCEPT)
    return Proof(start.arrived, frozenset(accepted))
