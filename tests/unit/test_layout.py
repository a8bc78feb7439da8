"""The repartitioning of a department's inbox, generation by generation."""

import pytest

from shared.broker.inbox_layout import (
    Backlog,
    InboxLayout,
    LayoutError,
    LayoutState,
    complete_change,
    drained,
    new_queues,
    old_queues,
    plan_change,
    queues_to_consume,
    start_draining,
)
from shared.messages.codec import from_bson, to_bson

OLD, NEW = ("agriculture.inbox.1",), ("agriculture.inbox.g2.1", "agriculture.inbox.g2.2")
EMPTY, HELD, FULL = Backlog(0, 0), Backlog(0, 1), Backlog(3, 1)


def consumed(layout, backlog, *, holding=False):
    return queues_to_consume("agriculture", layout, lambda _: backlog, holding=holding)


def test_the_first_generation_keeps_the_names_of_old():
    assert new_queues("agriculture", InboxLayout()) == OLD
    assert old_queues("agriculture", InboxLayout()) == ()


def test_a_change_goes_to_the_next_generation_and_back_to_rest():
    joining = plan_change(InboxLayout(), 2)
    draining = start_draining(joining)
    stable = complete_change(draining)

    assert (joining.stage, joining.generation, joining.partitions) == (LayoutState.JOINING, 2, 2)
    assert (joining.draining, joining.draining_partitions) == (1, 1)
    assert draining.stage is LayoutState.DRAINING
    assert stable == InboxLayout(generation=2, partitions=2)
    assert plan_change(stable, 1).generation == 3


def test_the_same_number_changes_nothing_and_an_unfinished_change_is_taken_up_again():
    joining = plan_change(InboxLayout(), 2)

    assert plan_change(InboxLayout(partitions=2), 2) == InboxLayout(partitions=2)
    assert plan_change(joining, 2) == joining


@pytest.mark.parametrize("stage", [LayoutState.JOINING, LayoutState.DRAINING])
def test_another_number_waits_until_a_change_is_finished(stage):
    layout = InboxLayout(generation=2, partitions=2, stage=stage, draining=1, draining_partitions=1)

    with pytest.raises(LayoutError, match="not finished"):
        plan_change(layout, 3)


@pytest.mark.parametrize("partitions", [0, -1, 65])
def test_a_senseless_number_is_refused(partitions):
    with pytest.raises(LayoutError, match="1 to 64"):
        plan_change(InboxLayout(), partitions)


def test_the_old_queues_are_read_while_the_new_ones_join():
    assert consumed(plan_change(InboxLayout(), 2), EMPTY) == OLD


@pytest.mark.parametrize(
    ("backlog", "holding", "wanted"),
    [(FULL, False, OLD), (EMPTY, True, OLD), (HELD, False, ()), (EMPTY, False, NEW)],
)
def test_the_new_queues_are_read_once_nobody_holds_anything_of_the_old(backlog, holding, wanted):
    assert (
        consumed(start_draining(plan_change(InboxLayout(), 2)), backlog, holding=holding) == wanted
    )


def test_the_old_generation_is_gone_only_when_it_is_empty_and_nobody_consumes_it():
    draining = start_draining(plan_change(InboxLayout(), 2))

    assert drained("agriculture", draining, lambda _: EMPTY)
    assert not drained("agriculture", draining, lambda _: HELD)
    assert not drained("agriculture", draining, lambda _: Backlog(1, 0))
    assert not drained("agriculture", plan_change(InboxLayout(), 2), lambda _: EMPTY)


def test_a_layout_is_kept_as_a_document():
    layout = plan_change(InboxLayout(), 2)

    assert from_bson(to_bson(layout), InboxLayout) == layout
