"""One clock as it follows from what was heard: no time of day, no memory."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.coordination.clocks.observed import ObservedEvent
from services.coordination.clocks.rulebook.rule import ClockRule, Limit
from shared.calendar import CountedPeriod


class ClockOutcome(StrEnum):
    """How a clock ended."""

    FULFILLED = "fulfilled"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class End:
    """The event that ended a clock, and from when on it counts: when it was done, or arrived."""

    outcome: ClockOutcome
    heard: ObservedEvent
    at: datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """What a rule makes of one start; `count` tells when it is due, and how that was counted.

    `claims` say that something was done before the breach, and came long after it was told.
    """

    id: str
    thread: str
    key: str
    rule: ClockRule
    limit: Limit
    owner: str
    start: ObservedEvent
    count: CountedPeriod
    warn_at: datetime | None
    end: End | None
    claims: tuple[ObservedEvent, ...] = ()

    @property
    def due_at(self) -> datetime | None:
        """The first instant that is too late; none while the clock stands still."""
        return self.count.due_at

    @property
    def late(self) -> bool:
        """Tell whether what was owed came too late."""
        if self.end is None or self.due_at is None:
            return False
        return self.end.outcome is ClockOutcome.FULFILLED and self.end.at >= self.due_at


def clock_id(start: ObservedEvent, rule: ClockRule) -> str:
    """Name a clock: the act that started it, and the rule."""
    return f"{start.identity}:{rule.id}"
