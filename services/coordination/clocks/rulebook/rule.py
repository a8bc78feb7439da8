"""The rules of clocks after parsing: owner, start, period, end and legal text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256

from services.coordination.clocks.rulebook.limit import Limit, Match, SourceMark
from shared.calendar import Unit

OVERDUE = "coordination.obligation.overdue.v1"
"""The event of a breach; a rule may start from it, on the thread of the breached clock."""
OWN_THREAD = "@thread"
"""In a mapping: the event belongs to the thread that its field `thread` names."""


class DutyBearer(StrEnum):
    """Whose duty it is, where the owner of the clock is the authority that must see to it."""

    ENTERPRISE = "企业"
    LAND_USER = "土地使用权人"
    POLLUTER = "土壤污染责任人"


class Expiry(StrEnum):
    """The meaning of the end of a period: a breach, or only that an opportunity has passed."""

    OVERDUE = "overdue"
    LAPSES = "lapses"


@dataclass(frozen=True, slots=True)
class Latest:
    """A condition: the latest of some events before the start must be one of these."""

    of: tuple[Match, ...]
    among: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class PauseRule:
    """Events between which the clock is suspended."""

    begins: tuple[Match, ...]
    ends: tuple[Match, ...]
    why: str
    mark: SourceMark


@dataclass(frozen=True, slots=True)
class Warn:
    """When to warn: after a fraction of the period, or a given time before its last day ends."""

    elapsed: float | None = None
    before: int = 0
    unit: Unit = Unit.WORKING_DAY


@dataclass(frozen=True, slots=True)
class ClockRule:
    """Who owes what after which event, and what ends it.

    `owner` is a department or partner; `@field` names the event field that contains it, `@by` the
    organ that acted, `@other` the other organ of a case. `duty_of` says whose duty the owner must
    see to. `division` (`@field`) names the field with the division concerned, else it is that of
    the start. `family` is the id in the table, which several owners share. `follows` names the rule
    whose clock the start must have fulfilled: an act that nobody requested starts nothing. With
    `is_met_by_start` the start itself fulfils the clock, late or in time. With `repeats` an answer
    starts the next clock until an event of `withdrawn` ends the series. A rule that is not
    `enabled` runs no clock unless a city's settings enable it.
    """

    id: str
    title: str
    thread: str
    owner: str
    starts: tuple[Match, ...]
    fulfilled: tuple[Match, ...]
    limits: tuple[Limit, ...]
    withdrawn: tuple[Match, ...] = ()
    follows: str = ""
    latest: Latest | None = None
    pauses: tuple[PauseRule, ...] = ()
    expiry: Expiry = Expiry.OVERDUE
    suspendable: bool = False
    warn: Warn = field(default_factory=lambda: Warn(elapsed=0.75))
    note: str = ""
    enabled: bool = True
    family: str = ""
    duty_of: DutyBearer | None = None
    division: str = ""
    is_met_by_start: bool = False
    repeats: bool = False

    @property
    def possible_starts(self) -> tuple[Match, ...]:
        """List the events that may begin a clock: with `repeats` also the answers."""
        return (*self.starts, *self.fulfilled) if self.repeats else self.starts

    @property
    def breached_rules(self) -> tuple[str, ...]:
        """List the rules whose breach begins a clock of this one."""
        breaches = (match.where for match in self.starts if match.event == OVERDUE)
        return tuple(name for where in breaches for name in where.get("rule", ()))

    def limit_named(self, name: str) -> Limit | None:
        """Return the limit that a clock was made from."""
        return next((limit for limit in self.limits if limit.id == name), None)


@dataclass(frozen=True, slots=True)
class EventMapping:
    """How an event is mapped: its thread, and which of its fields are stored.

    `at` and `by` name the fields with the time and the author of the act; if empty, they are the
    publication time and the publisher. `division` names the field with the code of a division, plot
    or parcel; if empty, the field `county` or `division`, if the event has one.
    """

    event: str
    thread: str
    key: str
    at: str = ""
    by: str = ""
    keep: tuple[str, ...] = ()
    division: str = ""


@dataclass(frozen=True, slots=True)
class ThreadKind:
    """A kind of thread: all events about one thing. The clocks of organs may differ by `skew`."""

    name: str
    title: str
    skew: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class WithoutClock:
    """A provision that sets no period; listed to document that it has no clock."""

    id: str
    title: str
    why: str
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules; `version` changes whenever one of them does."""

    version: str
    threads: Mapping[str, ThreadKind]
    mappings: Mapping[str, tuple[EventMapping, ...]]
    rules: Mapping[str, ClockRule]
    without_clock: tuple[WithoutClock, ...] = ()

    def rules_of(self, thread: str) -> Iterable[ClockRule]:
        """List the rules of a kind of thread."""
        return (rule for rule in self.rules.values() if rule.thread == thread and rule.enabled)

    def digest(self, thread: str) -> str:
        """Return a digest that changes only if the rules of this kind of thread change."""
        told = repr((self.threads[thread], tuple(self.rules_of(thread))))
        return sha256(told.encode()).hexdigest()[:12]
