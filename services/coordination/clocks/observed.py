"""The input of the clocks: observed events, acts of people, late claims."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from shared.calendar import Unit


class ClockActKind(StrEnum):
    """What a person may do to a clock."""

    SUSPEND = "中止"
    RESUME = "恢复"
    EXTEND = "延长"
    CORRECT = "更正起算"
    ACCEPT = "采信事后主张"


@dataclass(frozen=True, slots=True)
class ObservedEvent:
    """One event as the clocks need it: who did what when, and the fields that rules look at.

    `at` is when it was done, as its publisher says, `arrived` when the office heard of it;
    `acted_on` is the day whose law applies, where it is another. `done` names the rules whose
    clocks from this start have ended long since: they are not worked out again.
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

    @property
    def identity(self) -> str:
        """Name the act that an event tells of.

        Who has no voice here is told of by others, perhaps by several: theirs is one act.
        """
        if self.by == self.publisher:
            return self.id
        told = "|".join((self.event, self.by, self.at.isoformat(), *self.said.values()))
        return sha256(told.encode()).hexdigest()[:32]

    def merged_with(self, other: "ObservedEvent") -> "ObservedEvent":
        """Take into account that another told of the same act, perhaps earlier."""
        arrivals = [one.arrived for one in (self, other) if one.arrived is not None]
        return replace(
            self,
            arrived=min(arrivals, default=None),
            done=tuple(sorted({*self.done, *other.done})),
        )


@dataclass(frozen=True, slots=True)
class ClockAct:
    """What a person did to one clock, when, and why; `at` is from when it holds.

    `event` names the event whose word is accepted, where one is.
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
    """A position that a party to a case may have seen: its state, and the marks beside it."""

    state: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LateClaim:
    """An event that says that something was done in time, but came after the breach was told.

    It changes nothing by itself; `accepted` once the head of the office has accepted it.
    """

    event: str
    what: str
    by: str
    claimed_on: datetime
    arrived: datetime
    accepted: bool = False
