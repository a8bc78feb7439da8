"""Views of obligations for people; none of them is stored."""

from dataclasses import fields
from datetime import date, datetime
from typing import Annotated

from services.coordination.clocks.domain import Obligation
from services.coordination.clocks.history import HistoryEntry
from services.coordination.clocks.observed import LateClaim
from services.coordination.clocks.states import ObligationState
from shared.calendar import Unit
from shared.messages import Title, value_object
from shared.store import document


@document(
    "obligations",
    title="应办事项",
    key="id",
    placed="division",
    indexes=(
        ("owner",),
        ("division",),
        ("state",),
        ("open",),
        ("thread",),
        ("correlation",),
        ("due_at",),
    ),
)
class Owed:
    """An obligation as a list shows it; `indexes` names the fields that a list can be filtered by.

    As a filter, `due_at` finds obligations due at that time or earlier.
    """

    id: str
    rule: str
    title: str
    owner: str
    state: ObligationState
    open: bool
    thread: str
    key: str
    act_id: str
    act_title: str
    acted_by: str
    correlation: str
    basis: tuple[str, ...]
    mark: str
    started_at: datetime
    length: int
    unit: Unit
    due_at: datetime | None
    last_day: date | None
    provisional: bool
    ended_at: datetime | None
    ended_by: str | None
    ended_type: str | None
    late: bool
    reason: str
    calendar: str
    history: tuple[HistoryEntry, ...]
    claims: tuple[LateClaim, ...]
    division: str
    duty_of: str


SHOWN = tuple(field.name for field in fields(Owed))


@value_object("期限计算说明")
class Explanation:
    """One sentence that explains the count of a period, and its state."""

    obligation_id: Annotated[str, Title("应办事项编号")]
    sentence: Annotated[str, Title("说明")]
    basis: Annotated[tuple[str, ...], Title("依据")]
    calendar: Annotated[str, Title("工作日历版本")]
    provisional: Annotated[bool, Title("是否暂定")]


def to_owed(obligation: Obligation) -> Owed:
    """Show an obligation."""
    return Owed(**{name: getattr(obligation, name) for name in SHOWN})
