"""Entries in the history of a clock."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """An entry in the history of a clock; an automatic change names the event that caused it."""

    at: datetime
    who: str
    what: str
    why: str
    due_before: datetime | None = None
    due_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChangeReason:
    """The reason for evaluating a clock: who caused it, its name, and the words for it."""

    who: str
    what: str
    why: str
