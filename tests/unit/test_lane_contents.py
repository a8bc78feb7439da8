"""Contents for parked lanes are fetched in the background; a slow publisher delays only itself."""

import threading
from collections.abc import Callable

import pytest

from shared.delivery.contents.lane_contents import MAX_REQUESTED, LaneContents

WAIT_S = 10.0


class Publishers:
    """Fetches at once, but for slow publishers only once the gate is open."""

    def __init__(self, *slow: str) -> None:
        self.slow = slow
        self.gate = threading.Event()
        self.asked: list[str] = []

    def fetch_for_lane(self, lane: str, _patience_s: float) -> bool:
        self.asked.append(lane)
        if lane.startswith(self.slow):
            assert self.gate.wait(WAIT_S)
        if lane.endswith("broken"):
            raise ValueError("井口坍塌")
        return not lane.endswith("missing")


@pytest.fixture
def arrived(wait_for) -> Callable[[LaneContents, int], list[str]]:
    """Return a function that waits for `number` fetched contents and returns their lanes."""

    def take(contents: LaneContents, number: int) -> list[str]:
        found: list[str] = []

        def all_came() -> bool:
            found.extend(contents.drain())
            return len(found) >= number

        wait_for(all_came, WAIT_S)
        return found

    return take


def test_a_publisher_that_does_not_end_holds_up_no_other(arrived):
    publishers = Publishers("water|")
    contents = LaneContents(publishers.fetch_for_lane)

    for lane in ("water|J-1", "water|J-2", "housing|H-1", "housing|H-2"):
        contents.request(lane)

    assert arrived(contents, 2) == ["housing|H-1", "housing|H-2"]
    publishers.gate.set()
    assert arrived(contents, 2) == ["water|J-1", "water|J-2"]


def test_one_fetch_at_a_time_of_each_publisher_and_each_lane_once_in_line(arrived, wait_for):
    publishers = Publishers("water|")
    contents = LaneContents(publishers.fetch_for_lane)

    contents.request("water|J-0")
    wait_for(lambda: publishers.asked, WAIT_S)  # this one has left the queue and is being fetched
    for number in range(1, 2 * MAX_REQUESTED):
        contents.request(f"water|J-{number % (MAX_REQUESTED + 50)}")

    assert publishers.asked == ["water|J-0"]
    publishers.gate.set()
    assert len(arrived(contents, MAX_REQUESTED + 1)) == MAX_REQUESTED + 1


def test_what_fails_or_does_not_come_is_not_told_and_ends_nothing(arrived):
    contents = LaneContents(Publishers().fetch_for_lane)

    for lane in ("water|broken", "water|missing", "water|J-1"):
        contents.request(lane)

    assert arrived(contents, 1) == ["water|J-1"]


def test_a_publisher_is_asked_again_after_its_line_was_empty(arrived):
    contents = LaneContents(Publishers().fetch_for_lane)

    contents.request("water|J-1")
    assert arrived(contents, 1) == ["water|J-1"]
    contents.request("water|J-2")
    assert arrived(contents, 1) == ["water|J-2"]
