"""The input of the clocks: observed events, acts of people, late claims."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from shared.calendar import Unit


class ClockActKind(StrEnum):
    """The acts of people on a clock."""

    SUSPEND = "中止"
    RESUME = "恢复"
    EXTEND = "延长"
    CORRECT = "更正起算"
    ACCEPT = "采信事后主张"


@dataclass(frozen=True, slots=True)
class ObservedEvent:
    """One event as the clocks need it: who did what when, and the fields that rules use.

    `at` is when it was done according to its publisher, `arrived` when the office received it;
    `acted_on` is the date whose law applies, if different. `division` is the county that the event
    names, "" if none. `done` names the rules whose clocks from this start ended long ago: they are
    not evaluated again. `begins` names the rules of series in which this event began a clock: what
    it answered may be archived.
    """

    id: str
    event: str
    by: str
    publisher: str
    at: datetime
    causation: str | None
    correlation: str
    said: dict[str, str]
    arrived: datetime | None = None
    acted_on: date | None = None
    done: tuple[str, ...] = ()
    division: str = ""
    begins: tuple[str, ...] = ()

    @property
    def identity(self) -> str:
        """Return the identity of the act that an event reports.

        An organ that is not on the platform is reported on by others, possibly several: their
        reports are one act.
        """
        if self.by == self.publisher:
            return self.id
        told = "|".join((self.event, self.by, self.at.isoformat(), *self.said.values()))
        return sha256(told.encode()).hexdigest()[:32]

    def merged_with(self, other: "ObservedEvent") -> "ObservedEvent":
        """Merge another report of the same act, possibly an earlier one."""
        arrivals = [one.arrived for one in (self, other) if one.arrived is not None]
        return replace(
            self,
            arrived=min(arrivals, default=None),
            done=tuple(sorted({*self.done, *other.done})),
            division=self.division or other.division,
            begins=tuple(sorted({*self.begins, *other.begins})),
        )


@dataclass(frozen=True, slots=True)
class ClockAct:
    """An act of a person on one clock, with time and reason; `at` is when it takes effect.

    `event` is the id of the event whose claim is accepted, if any.
    """

    id: str
    obligation: str
    kind: ClockActKind
    at: datetime
    who: str
    why: str
    length: int = 0
    unit: Unit = Unit.NATURAL_DAY
    approved_by: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class SeenPosition:
    """A position that a party to a case may have seen: its state and marks."""

    state: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LateClaim:
    """An event that reports a timely act, but arrived after the breach was published.

    It has no effect until the head of the office accepts it and sets `accepted`.
    """

    event: str
    what: str
    by: str
    claimed_on: datetime
    arrived: datetime
    accepted: bool = False
