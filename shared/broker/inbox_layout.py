"""The layout of a department's inbox: its number of queues, changed by a new generation.

A generation is an exchange with its queues. To change the number of queues, the next generation is
declared and bound to all events as well; then the exchange of the old one is deleted, and its
queues are drained before the new ones are consumed. Events that both generations received are
duplicates, which the inbox drops.
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
    """The inbox cannot be changed like this now; the text gives the reason."""


class LayoutState(StrEnum):
    """The stage of a layout change."""

    STABLE = "stable"
    JOINING = "joining"
    DRAINING = "draining"


@document("layout", title="收件箱布局", key="id")
class InboxLayout:
    """The bound generation, and the previous one (`draining`) while it is still consumed.

    Stage `joining`: the old generation may still be bound. Stage `draining`: it is unbound.
    """

    id: str = KEY
    generation: int = 1
    partitions: int = 1
    stage: LayoutState = LayoutState.STABLE
    draining: int | None = None
    draining_partitions: int = 0


class Backlog(NamedTuple):
    """The broker's counts for a queue: messages ready for delivery, and consumers."""

    ready: int
    consumers: int


def plan_change(layout: InboxLayout, partitions: int) -> InboxLayout:
    """Return the layout that starts a change to `partitions` queues.

    An equal number, or a change to it that is under way, returns the layout unchanged. Raises
    `LayoutError` while another change is under way.
    """
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


def start_draining(layout: InboxLayout) -> InboxLayout:
    """Return the layout after the old generation was unbound."""
    return replace(layout, stage=LayoutState.DRAINING)


def complete_change(layout: InboxLayout) -> InboxLayout:
    """Return the layout after the old generation was deleted."""
    return InboxLayout(layout.id, layout.generation, layout.partitions)


def new_queues(department: str, layout: InboxLayout) -> tuple[str, ...]:
    """Return the queues of the current generation."""
    return tuple(inbox_queues_of(department, layout.partitions, layout.generation))


def old_queues(department: str, layout: InboxLayout) -> tuple[str, ...]:
    """Return the queues of the old generation, none when no change is under way."""
    if layout.draining is None:
        return ()
    return tuple(inbox_queues_of(department, layout.draining_partitions, layout.draining))


def drained(department: str, layout: InboxLayout, backlog: Callable[[str], Backlog]) -> bool:
    """Return whether every message of the old queues was settled.

    Unsettled deliveries do not count as ready, so the queues must have no consumers either.
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
    """Return the queues that a process of this department consumes now; none: stop and poll again.

    `holding` means that this process has unsettled deliveries. The new queues are consumed only
    once the old ones are empty and without consumers: deliveries that another process still holds
    precede everything in the new queues.
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
