"""Lost acts of a department: received by others, missing from its own outbox."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.store.document import document


@document("lost_acts", title="已失事件", key="id", indexes=(("subject",),))
class LostAct:
    """An event of this department that others received; its content is lost here.

    `heard_by` names the receivers; `recovery` is the recovery that found it.
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
    """A recovery: sequence numbers continue after `floor`, the database is at `since`.

    `asked` are the departments that responded, `silent` those that did not.
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
class ReceivedEvent:
    """An event of the requesting department as received by another one."""

    id: str
    type: str
    subject: str
    sequence: int
    at: datetime


def find_lost(
    told: Mapping[str, Iterable[ReceivedEvent]], own: Iterable[str], recovery: str
) -> tuple[LostAct, ...]:
    """List events received by others but missing from `own`, ordered by subject and sequence."""
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
