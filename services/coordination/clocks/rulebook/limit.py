"""The limits of a rule: lengths or named days, with their legal text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shared.calendar import Period

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


class LimitForm(StrEnum):
    """How the end of a period follows: by counting, or by a day that the start event names."""

    COUNTED = "counted"
    """Counted from the act."""
    FROM = "from"
    """Counted from a day or instant that the act names."""
    BEFORE = "before"
    """Counted back from a day or instant that the act names."""
    DUE = "due"
    """The day or instant that the act names."""

    @property
    def is_named(self) -> bool:
        """Return whether the act fixes the end, so that nothing stops, moves or extends it."""
        return self in (LimitForm.BEFORE, LimitForm.DUE)


@dataclass(frozen=True, slots=True)
class Match:
    """A condition for events: a type, and the allowed values of some fields."""

    event: str
    where: Where = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extension:
    """An event that extends the period, counted from the same start."""

    on: tuple[Match, ...]
    period: Period
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """A length with its legal text, for acts of certain dates and of certain departments.

    `form` is how the end follows from it; `anchor` names the field of the start event with the day
    or instant that the form needs.
    """

    id: str
    period: Period
    mark: SourceMark
    basis: tuple[str, ...]
    where: Where = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    counts_start_day: bool = False
    extend: tuple[Extension, ...] = ()
    form: LimitForm = LimitForm.COUNTED
    anchor: str = ""

    def holds_on(self, day: date) -> bool:
        """Return whether the text applies to an act of this date."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )
