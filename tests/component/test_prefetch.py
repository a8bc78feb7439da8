"""The documents that handlers will read are read ahead for a whole batch."""

import gc
from pathlib import Path
from types import FrameType

import pytest
from kit_given import Time, Well, a_dispatcher, count_sealing, sealed

from shared.store.memory import MemoryStore


class CountingStore(MemoryStore):
    """A store that records the keys of wells requested, per query."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[list[str]] = []

    def fetch(self, kind, keys):
        if kind is Well:
            self.asked.append(list(keys))
        return super().fetch(kind, keys)


@pytest.fixture
def dispatcher():
    made = a_dispatcher(Time())
    made.context.store = CountingStore()
    return made


def neighbours(uow, received):
    """Handler: read the well, then its neighbour."""
    count_sealing(uow, received)
    number = int(received.envelope.subject.rpartition("-")[2])
    well = uow.find(Well, f"J-{number + 100}") or Well(f"J-{number + 100}")
    uow.save(Well(well.code, times=well.times + 10))


def batch(*numbers):
    return [sealed(f"J-{number}", 1) for number in numbers]


def test_a_batch_reads_the_documents_of_all_its_events_in_one_query(dispatcher):
    dispatcher.dispatch_batch(batch(1, 2, 3), count_sealing)

    assert dispatcher.context.store.asked == [["J-1", "J-2", "J-3"]]


def test_a_handler_that_reads_on_is_looked_further_ahead_for_the_next_time(dispatcher):
    dispatcher.dispatch_batch(batch(1, 2, 3), neighbours)
    first = len(dispatcher.context.store.asked)
    dispatcher.context.store.asked.clear()

    dispatcher.dispatch_batch(batch(4, 5, 6), neighbours)

    assert first == 4
    assert dispatcher.context.store.asked == [["J-4", "J-5", "J-6"], ["J-104", "J-105", "J-106"]]


def test_reading_ahead_changes_nothing_of_the_effects(dispatcher):
    plain = a_dispatcher(Time())

    dispatcher.dispatch_batch(batch(1, 2, 101), neighbours)
    for one in batch(1, 2, 101):
        plain.dispatch_batch([one], neighbours)

    assert dispatcher.context.store.all(Well) == plain.context.store.all(Well)


def test_a_trial_that_raises_costs_nothing(dispatcher):
    def refuse(uow, received):
        if received.envelope.subject == "J-2":
            raise ValueError("井口坍塌")
        count_sealing(uow, received)

    dispatcher.dispatch_batch(batch(1, 2, 3), refuse)

    assert [well.code for well in dispatcher.context.store.all(Well)] == ["J-1", "J-3"]
    assert dispatcher.context.store.asked == [["J-1", "J-3"]]


def test_a_trial_leaves_no_circles_to_the_garbage_collector(dispatcher):
    """Commands are always trial-run: their cycles paused a process for a tenth of a second."""
    dispatcher.dispatch_batch(batch(1, 2), neighbours)
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        dispatcher.dispatch_batch(batch(3, 4), neighbours)
        gc.collect()
        left = [thing for thing in gc.garbage if is_ours(thing)]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()

    assert left == []


def is_ours(thing: object) -> bool:
    """Tell whether an object is the platform's: other threads of the process leave cycles too."""
    if isinstance(thing, FrameType):
        return "shared" in Path(thing.f_code.co_filename).parts
    return type(thing).__module__.startswith("shared.")
