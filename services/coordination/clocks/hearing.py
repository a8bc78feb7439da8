"""Make of an event what the clocks need to know of it, thread by thread."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from services.coordination.clocks.domain import Heard
from services.coordination.clocks.errors import ForeignStepError
from services.coordination.clocks.rule import Ear, Rulebook
from services.coordination.clocks.titles import PREFIX
from shared.catalog import department_names
from shared.codec import to_wire
from shared.uow import Cause


def heard_in(
    event: object, cause: Cause, book: Rulebook, now: datetime
) -> Iterator[tuple[str, str, Heard]]:
    """Give kind and key of each thread that an event belongs to, with what it says there."""
    kind = cause.type.removeprefix(PREFIX)
    ears = book.ears.get(kind, ())
    wire = to_wire(event) if ears else {}
    for ear in ears:
        yield ear.thread, str(wire[ear.key]), _heard(ear, kind, wire, event, cause, now)


def _heard(
    ear: Ear, kind: str, wire: dict[str, Any], event: object, cause: Cause, now: datetime
) -> Heard:
    by = str(wire[ear.by]) if ear.by else cause.department
    if by != cause.department and by in department_names():
        raise ForeignStepError(cause.id, cause.department, by)
    published = cause.published_at or now  # an act cannot lie behind the news of it
    at = min(getattr(event, ear.at), published) if ear.at else published
    return Heard(
        id=cause.id,
        event=kind,
        by=by,
        publisher=cause.department,
        at=at.replace(microsecond=at.microsecond // 1000 * 1000),
        causation=cause.causation,
        correlation=cause.correlation,
        said={name: _text(wire[name]) for name in ear.keep},
    )


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
