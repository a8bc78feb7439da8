"""The events that publish the state of an obligation."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from services.coordination.clocks.domain import Obligation
from services.coordination.clocks.history import HistoryEntry
from services.coordination.clocks.messages import (
    ObligationChanged,
    ObligationDueSoon,
    ObligationFulfilled,
    ObligationOpened,
    ObligationOverdue,
    ObligationWithdrawn,
)

T = TypeVar("T")


def opened(at: Obligation) -> ObligationOpened:
    """Tell that something is owed."""
    return _about(ObligationOpened, at)


def due_soon(at: Obligation) -> ObligationDueSoon:
    """Warn the owner."""
    return _about(ObligationDueSoon, at)


def overdue(at: Obligation) -> ObligationOverdue:
    """Tell that it has not come in time."""
    return _about(ObligationOverdue, at)


def fulfilled(at: Obligation, answer_id: str, when: datetime) -> ObligationFulfilled:
    """Tell that it came, in time or late."""
    return _about(ObligationFulfilled, at, answer_id=answer_id, fulfilled_at=when, late=at.late)


def withdrawn(at: Obligation) -> ObligationWithdrawn:
    """Tell that it is owed no longer."""
    return _about(ObligationWithdrawn, at, reason=at.reason)


def changed(at: Obligation, change: HistoryEntry) -> ObligationChanged:
    """Tell what was set anew or put right."""
    return _about(
        ObligationChanged,
        at,
        due_before=change.due_before,
        what=change.what,
        why=change.why,
        who=change.who,
    )


def _about(kind: Callable[..., T], at: Obligation, **more: Any) -> T:
    return kind(
        obligation_id=at.id,
        rule=at.rule,
        title=at.title,
        owner=at.owner,
        thread=at.thread,
        act_id=at.act_id,
        started_at=at.started_at,
        due_at=at.due_at,
        last_day=at.last_day,
        basis=at.basis,
        explanation=at.counted or None,
        **more,
    )
