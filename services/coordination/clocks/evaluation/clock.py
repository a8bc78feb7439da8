"""One clock as it follows from the events: independent of the time of day and of stored state."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.coordination.clocks.observed import ObservedEvent
from services.coordination.clocks.rulebook.limit import Limit
from services.coordination.clocks.rulebook.rule import ClockRule
from shared.calendar import CountedPeriod


class ClockOutcome(StrEnum):
    """How a clock ended."""

    FULFILLED = "fulfilled"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class End:
    """The event that ended a clock, and the instant that counts: of the act, or of its arrival."""

    outcome: ClockOutcome
    heard: ObservedEvent
    at: datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that a rule derives from one start; `count` holds the deadline and its computation.

    `claims` assert that something was done before the breach, but arrived after it was published.
    `division` is the county concerned, or the city.
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
    division: str = ""

    @property
    def started_at(self) -> datetime:
        """Return when the period began; where only its end is named, when the owner could know."""
        return self.start.at if self.limit.form.is_named else self.count.start

    @property
    def due_at(self) -> datetime | None:
        """Return the first instant that is too late; None while the clock is suspended."""
        return self.count.due_at

    def is_breached_at(self, instant: datetime) -> bool:
        """Return whether the clock was breached at an instant, whatever happened since."""
        if self.due_at is None or instant < self.due_at:
            return False
        return self.end is None or self.end.at >= self.due_at

    @property
    def late(self) -> bool:
        """Return whether the clock was fulfilled too late."""
        if self.end is None or self.due_at is None:
            return False
        return self.end.outcome is ClockOutcome.FULFILLED and self.end.at >= self.due_at


def clock_id(start: ObservedEvent, rule: ClockRule) -> str:
    """Return the id of a clock: the act that started it, and the rule."""
    return f"{start.identity}:{rule.id}"
