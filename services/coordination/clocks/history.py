"""A line in the history of a clock."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A line in the history of a clock; the system's own changes name the event behind them."""

    at: datetime
    who: str
    what: str
    why: str
    due_before: datetime | None = None
    due_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChangeReason:
    """Why a clock is looked at: who caused it, what it is called, and the words for it."""

    who: str
    what: str
    why: str
