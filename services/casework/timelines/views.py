"""Views of a case for people; none of them is stored."""

from dataclasses import dataclass
from datetime import date, datetime

from services.casework.timelines.domain import ClockState
from shared.store import document


@dataclass(frozen=True, slots=True)
class ClockShown:
    """A clock beside the step that started it or ended it."""

    obligation_id: str
    rule: str
    title: str
    owner: str
    state: ClockState
    started_at: datetime
    due_at: datetime | None
    last_day: date | None
    late: bool
    basis: tuple[str, ...]
    explanation: str
    ended_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a timeline: who did what when, and the clocks that it started and ended.

    `event_id` and `correlation` are those of the event that published it, once it was received;
    `basis` are the articles of the move.
    """

    at: datetime
    step: str
    organ: str
    by: str
    basis: str
    document_number: str | None
    words: str | None
    overtaken: bool
    event_id: str | None
    correlation: str | None
    started: tuple[str, ...]
    ended: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disbelieved:
    """A message about a case that is stored but not accepted, with the reason in Chinese.

    `told_by` published it; according to it, `by` took the step. A step that is out of turn may come
    into turn.
    """

    at: datetime
    step: str
    by: str
    told_by: str
    why: str
    event_id: str


@document("timelines", title="案件时间线", key="case_id", restricted=True)
class Timeline:
    """A case from its first step until now, as one side knows it, with all its clocks.

    `outcome` is 在办, or 已办结 where nobody has anything left to do. Clocks that are open come
    first, by the time of breach. `contested_by` names who uses the same number for another case.
    """

    case_id: str
    track: str
    title: str
    referred_by: str
    handler: str | None
    county: str
    state: str
    marks: tuple[str, ...]
    outcome: str
    entries: tuple[Entry, ...]
    clocks: tuple[ClockShown, ...]
    waiting: int
    disbelieved: tuple[Disbelieved, ...] = ()
    contested_by: tuple[str, ...] = ()
