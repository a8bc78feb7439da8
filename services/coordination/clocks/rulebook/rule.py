"""The rules of clocks after parsing: owner, start, period, end and legal text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256

from shared.calendar import Period, Unit

Where = Mapping[str, tuple[str, ...]]


class SourceMark(StrEnum):
    """The source of a length; lengths of C, X, P and D may be set by the city."""

    LAW = "L"
    RECALLED = "Rr"
    PLAN = "P"
    PRACTICE = "X"
    SETTING = "C"
    INFERENCE = "D"

    @property
    def is_setting(self) -> bool:
        """Return whether the city may set another length."""
        return self in (
            SourceMark.PLAN,
            SourceMark.PRACTICE,
            SourceMark.SETTING,
            SourceMark.INFERENCE,
        )


class Expiry(StrEnum):
    """The meaning of the end of a period: a breach, or only that an opportunity has passed."""

    OVERDUE = "overdue"
    LAPSES = "lapses"


@dataclass(frozen=True, slots=True)
class Match:
    """A condition for events: a type, and the allowed values of some fields."""

    event: str
    where: Where = field(default_factory=dict)


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
class Extension:
    """An event that extends the period, counted from the same start."""

    on: tuple[Match, ...]
    period: Period
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Warn:
    """When to warn: after a fraction of the period, or a given time before its last day ends."""

    elapsed: float | None = None
    before: int = 0
    unit: Unit = Unit.WORKING_DAY


@dataclass(frozen=True, slots=True)
class Limit:
    """A length with its legal text, for acts of certain dates and of certain departments."""

    id: str
    period: Period
    mark: SourceMark
    basis: tuple[str, ...]
    where: Where = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    counts_start_day: bool = False
    extend: tuple[Extension, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Return whether the text applies to an act of this date."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True, slots=True)
class ClockRule:
    """Who owes what after which event, and what ends it.

    `owner` is a department or partner; `@field` names the event field that contains it, `@by` the
    organ that acted, `@other` the other organ of a case. `follows` names the rule whose clock the
    start must have fulfilled: an act that nobody requested starts nothing. A rule that is not
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

    def limit_named(self, name: str) -> Limit | None:
        """Return the limit that a clock was made from."""
        return next((limit for limit in self.limits if limit.id == name), None)


@dataclass(frozen=True, slots=True)
class EventMapping:
    """How an event is mapped: its thread, and which of its fields are stored.

    `at` and `by` name the fields with the time and the author of the act; if empty, they are the
    publication time and the publisher.
    """

    event: str
    thread: str
    key: str
    at: str = ""
    by: str = ""
    keep: tuple[str, ...] = ()


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
