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


def opened(obligation: Obligation) -> ObligationOpened:
    """Publish that an obligation exists."""
    return _about(ObligationOpened, obligation)


def due_soon(obligation: Obligation) -> ObligationDueSoon:
    """Publish the warning to the owner."""
    return _about(ObligationDueSoon, obligation)


def overdue(obligation: Obligation) -> ObligationOverdue:
    """Publish that the obligation was not met in time."""
    return _about(ObligationOverdue, obligation)


def fulfilled(obligation: Obligation, answer_id: str, when: datetime) -> ObligationFulfilled:
    """Publish that the obligation was met, in time or late."""
    return _about(
        ObligationFulfilled,
        obligation,
        answer_id=answer_id,
        fulfilled_at=when,
        late=obligation.late,
    )


def withdrawn(obligation: Obligation) -> ObligationWithdrawn:
    """Publish that the obligation no longer exists."""
    return _about(ObligationWithdrawn, obligation, reason=obligation.reason)


def changed(obligation: Obligation, change: HistoryEntry) -> ObligationChanged:
    """Publish that the obligation was reset or corrected."""
    return _about(
        ObligationChanged,
        obligation,
        due_before=change.due_before,
        what=change.what,
        why=change.why,
        who=change.who,
    )


def _about(kind: Callable[..., T], obligation: Obligation, **more: Any) -> T:
    return kind(
        obligation_id=obligation.id,
        rule=obligation.rule,
        title=obligation.title,
        owner=obligation.owner,
        thread=obligation.thread,
        act_id=obligation.act_id,
        started_at=obligation.started_at,
        due_at=obligation.due_at,
        last_day=obligation.last_day,
        basis=obligation.basis,
        explanation=obligation.counted or None,
        division=obligation.division or None,
        **more,
    )
