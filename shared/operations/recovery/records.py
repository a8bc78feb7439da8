"""What a department did and no longer knows: others heard it, its own outbox has it not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.store.document import document


@document("lost_acts", title="已失事件", key="id", indexes=(("subject",),))
class LostAct:
    """An event of this department that others heard; its content is theirs, and lost here.

    `heard_by` names them; `recovery` the recovery that found it out.
    """

    id: str
    type: str
    subject: str
    sequence: int
    at: datetime
    heard_by: tuple[str, ...]
    recovery: str


@document("recoveries", title="恢复记录", key="id")
class Recovery:
    """That numbers go on behind `floor`, because the database is as of `since`, and why.

    `asked` are the departments that told what they heard, `silent` those that did not answer.
    """

    id: str
    at: datetime
    floor: int
    since: datetime | None
    actor: str
    why: str
    asked: tuple[str, ...]
    silent: tuple[str, ...]
    lost: int


@dataclass(frozen=True, slots=True)
class HeardEvent:
    """An event of the asking department as another one knows it."""

    id: str
    type: str
    subject: str
    sequence: int
    at: datetime


def find_lost(
    told: Mapping[str, Iterable[HeardEvent]], own: Iterable[str], recovery: str
) -> tuple[LostAct, ...]:
    """List what others heard that is not among the own events, in order of subject and number."""
    known = set(own)
    found: dict[str, LostAct] = {}
    for department, heard in sorted(told.items()):
        for event in heard:
            if event.id in known:
                continue
            earlier = found.get(event.id)
            by = (*earlier.heard_by, department) if earlier else (department,)
            found[event.id] = LostAct(
                event.id, event.type, event.subject, event.sequence, event.at, by, recovery
            )
    return tuple(sorted(found.values(), key=lambda act: (act.subject, act.sequence)))
