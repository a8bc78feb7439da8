"""Documents from which a department shows a case: steps and clocks as they were published."""

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from services.casework.steps.messages import CaseStepTaken, Complexity, Step, Track
from services.coordination.clocks.messages import (
    ObligationChanged,
    ObligationDueSoon,
    ObligationFulfilled,
    ObligationOpened,
    ObligationOverdue,
    ObligationWithdrawn,
)
from shared.handling import Cause
from shared.store import document

CASE_THREAD = "case:"


class ClockState(StrEnum):
    """The state of a clock, in the terms of the office that runs it."""

    RUNNING = "计时中"
    DUE_SOON = "即将到期"
    OVERDUE = "已逾期"
    SUSPENDED = "已中止"
    FULFILLED = "已履行"
    WITHDRAWN = "已撤回"


ENDED = (ClockState.FULFILLED, ClockState.WITHDRAWN)


@document("case_steps", title="案件办理步骤", key="event_id", indexes=(("case_id",),))
class CaseStepRecord:
    """A published step: clocks refer to it by the id of its event.

    `told_by` published it and `referred_by` is the referring department that it states; older
    documents lack both. A step with an id that another publisher used is stored beside the first.
    """

    event_id: str
    case_id: str
    step: Step
    taken_by: str
    taken_at: datetime
    correlation: str
    told_by: str = ""
    referred_by: str = ""
    complexity: Complexity = Complexity.ORDINARY
    track: Track | None = None
    told_at: datetime | None = None


@document(
    "duties",
    title="应办事项",
    key="obligation_id",
    placed="division",
    indexes=(
        ("owner", "due_at"),
        ("division", "due_at"),
        ("open", "due_at"),
        ("state", "due_at"),
        ("case_id",),
        ("due_at",),
    ),
)
class KeptClock:
    """A clock of an own case, or one that this department owes, as last published by the office.

    `case_id` is empty if the duty belongs to no case. A suspended clock has no `due_at`.
    `division` is the county concerned, "" for the city.
    """

    obligation_id: str
    rule: str
    title: str
    owner: str
    thread: str
    case_id: str
    act_id: str
    started_at: datetime
    due_at: datetime | None
    last_day: date | None
    basis: tuple[str, ...]
    correlation: str
    explanation: str = ""
    state: ClockState = ClockState.RUNNING
    open: bool = True
    late: bool = False
    answer_id: str | None = None
    ended_at: datetime | None = None
    reason: str = ""
    division: str = ""


class ClockEvent(Protocol):
    """The fields of every event about a clock."""

    obligation_id: str
    rule: str
    title: str
    owner: str
    thread: str
    act_id: str
    started_at: datetime
    due_at: datetime | None
    last_day: date | None
    basis: tuple[str, ...]
    explanation: str | None
    division: str | None


TOLD: tuple[type[object], ...] = (
    ObligationOpened,
    ObligationDueSoon,
    ObligationOverdue,
    ObligationFulfilled,
    ObligationWithdrawn,
    ObligationChanged,
)
"""All events about a clock."""


def case_of(thread: str) -> str:
    """Return the case that a clock belongs to; empty for none."""
    return thread.removeprefix(CASE_THREAD) if thread.startswith(CASE_THREAD) else ""


def case_step_record(event: CaseStepTaken, event_id: str, cause: Cause) -> CaseStepRecord:
    """Build the record of a step from any publisher; acceptance is decided when it is shown."""
    return CaseStepRecord(
        event_id=event_id,
        case_id=event.case_id,
        step=event.step,
        taken_by=event.taken_by,
        taken_at=event.taken_at,
        correlation=cause.correlation,
        told_by=cause.department,
        referred_by=event.referred_by,
        complexity=event.complexity,
        track=event.track,
        told_at=cause.published_at,
    )


def clock_of_event(event: ClockEvent, correlation: str, now: datetime) -> KeptClock:
    """Build the stored clock from an event; each event contains its complete current state."""
    kept = KeptClock(
        obligation_id=event.obligation_id,
        rule=event.rule,
        title=event.title,
        owner=event.owner,
        thread=event.thread,
        case_id=case_of(event.thread),
        act_id=event.act_id,
        started_at=event.started_at,
        due_at=event.due_at,
        last_day=event.last_day,
        basis=event.basis,
        correlation=correlation,
        explanation=event.explanation or "",
        division=event.division or "",
    )
    return _standing(kept, event, now)


def _standing(kept: KeptClock, event: ClockEvent, now: datetime) -> KeptClock:
    if isinstance(event, ObligationFulfilled):
        done = replace(kept, state=ClockState.FULFILLED, open=False, late=event.late)
        return replace(done, answer_id=event.answer_id, ended_at=event.fulfilled_at)
    if isinstance(event, ObligationWithdrawn):
        gone = replace(kept, state=ClockState.WITHDRAWN, open=False)
        return replace(gone, reason=event.reason, ended_at=now)
    if isinstance(event, ObligationOverdue):
        return replace(kept, state=ClockState.OVERDUE, late=True)
    if isinstance(event, ObligationDueSoon):
        return replace(kept, state=ClockState.DUE_SOON)
    if kept.due_at is None:
        return replace(kept, state=ClockState.SUSPENDED)
    breached = not isinstance(event, ObligationOpened) and kept.due_at <= now
    return replace(kept, state=ClockState.OVERDUE, late=True) if breached else kept
