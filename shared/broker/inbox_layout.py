"""How many inbox queues a department has, and how that number changes: generations of an inbox.

A generation is an exchange with its queues. To change their number, the next generation is made
and hears everything as well; then the exchange of the old one goes, all at once, and its queues
are emptied before the new ones are read. What both got is absorbed by the inbox's marks.
"""

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from liandong.amqp.topology import inbox_queues_of
from shared.store.document import document

KEY = "inbox"
MOST_PARTITIONS = 64


class LayoutError(Exception):
    """The inbox cannot be changed so now; the text says why."""


class LayoutState(StrEnum):
    """Where a change stands."""

    STABLE = "stable"
    JOINING = "joining"
    DRAINING = "draining"


@document("layout", title="收件箱布局", key="id")
class InboxLayout:
    """The generation that hears, and the one before it while that is still read.

    `joining`: the old generation hears too, or for the last time. `draining`: it hears no more.
    """

    id: str = KEY
    generation: int = 1
    partitions: int = 1
    stage: LayoutState = LayoutState.STABLE
    draining: int | None = None
    draining_partitions: int = 0


class Backlog(NamedTuple):
    """What the broker tells of a queue: messages that wait, and consumers, idle or not."""

    ready: int
    consumers: int


def begin(layout: InboxLayout, partitions: int) -> InboxLayout:
    """Plan the next generation; `LayoutError` while another change is under way."""
    if not 1 <= partitions <= MOST_PARTITIONS:
        raise LayoutError(f"an inbox has 1 to {MOST_PARTITIONS} partitions, not {partitions}")
    if layout.stage is not LayoutState.STABLE:
        if layout.partitions == partitions:
            return layout
        raise LayoutError(f"the change to {layout.partitions} partitions is not finished")
    if layout.partitions == partitions:
        return layout
    return InboxLayout(
        layout.id,
        layout.generation + 1,
        partitions,
        LayoutState.JOINING,
        draining=layout.generation,
        draining_partitions=layout.partitions,
    )


def cut(layout: InboxLayout) -> InboxLayout:
    """Note that the old generation hears no more."""
    return replace(layout, stage=LayoutState.DRAINING)


def finish(layout: InboxLayout) -> InboxLayout:
    """Note that the old generation is gone."""
    return InboxLayout(layout.id, layout.generation, layout.partitions)


def new_queues(department: str, layout: InboxLayout) -> tuple[str, ...]:
    """Name the queues of the generation that hears."""
    return tuple(inbox_queues_of(department, layout.partitions, layout.generation))


def old_queues(department: str, layout: InboxLayout) -> tuple[str, ...]:
    """Name the queues that are read first, none when no change is under way."""
    if layout.draining is None:
        return ()
    return tuple(inbox_queues_of(department, layout.draining_partitions, layout.draining))


def drained(department: str, layout: InboxLayout, backlog: Callable[[str], Backlog]) -> bool:
    """Tell whether all that the old queues ever got was settled: nothing waits, nobody holds any.

    A message in a consumer's hand is not counted as waiting; so nobody may consume any more.
    """
    return layout.stage is LayoutState.DRAINING and all(
        backlog(queue) == Backlog(0, 0) for queue in old_queues(department, layout)
    )


def queues_to_consume(
    department: str,
    layout: InboxLayout,
    backlog: Callable[[str], Backlog],
    *,
    holding: bool = False,
) -> tuple[str, ...]:
    """Tell which queues a process of this department reads now; none means: stop, and ask again.

    `holding` tells that this process has deliveries in hand that it did not settle yet. The new
    queues are read once the old ones are empty and no process of the department consumes them:
    what another one still holds comes before all that lies in the new ones.
    """
    if layout.stage is LayoutState.STABLE:
        return new_queues(department, layout)
    old = old_queues(department, layout)
    if layout.stage is LayoutState.JOINING or holding:
        return old
    backlogs = [backlog(queue) for queue in old]
    if any(load.ready for load in backlogs):
        return old
    return () if any(load.consumers for load in backlogs) else new_queues(department, layout)
