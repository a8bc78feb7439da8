"""Contents for waiting lanes are fetched beside all else, and a slow publisher holds up itself."""

import threading
import time

from shared.lane_contents import MOST_ASKED, LaneContents

WAIT_S = 10.0


class Publishers:
    """Fetches at once, but of some publishers only once the gate is open."""

    def __init__(self, *slow: str) -> None:
        self.slow = slow
        self.gate = threading.Event()
        self.asked: list[str] = []

    def bring_for(self, lane: str, _patience_s: float) -> bool:
        self.asked.append(lane)
        if lane.startswith(self.slow):
            assert self.gate.wait(WAIT_S)
        if lane.endswith("broken"):
            raise ValueError("井口坍塌")
        return not lane.endswith("missing")


def arrived(contents: LaneContents, number: int) -> list[str]:
    end, found = time.monotonic() + WAIT_S, []
    while len(found) < number and time.monotonic() < end:
        found += contents.take()
        time.sleep(0.005)
    return found


def test_a_publisher_that_does_not_end_holds_up_no_other():
    publishers = Publishers("water|")
    contents = LaneContents(publishers.bring_for)

    for lane in ("water|J-1", "water|J-2", "housing|H-1", "housing|H-2"):
        contents.ask(lane)

    assert arrived(contents, 2) == ["housing|H-1", "housing|H-2"]
    publishers.gate.set()
    assert arrived(contents, 2) == ["water|J-1", "water|J-2"]


def test_one_fetch_at_a_time_of_each_publisher_and_each_lane_once_in_line():
    publishers = Publishers("water|")
    contents = LaneContents(publishers.bring_for)

    for number in range(2 * MOST_ASKED):
        contents.ask(f"water|J-{number % (MOST_ASKED + 50)}")

    assert len(publishers.asked) <= 1
    publishers.gate.set()
    assert len(arrived(contents, MOST_ASKED + 1)) <= MOST_ASKED + 1  # one was taken out at once


def test_what_fails_or_does_not_come_is_not_told_and_ends_nothing():
    contents = LaneContents(Publishers().bring_for)

    for lane in ("water|broken", "water|missing", "water|J-1"):
        contents.ask(lane)

    assert arrived(contents, 1) == ["water|J-1"]


def test_a_publisher_is_asked_again_after_its_line_was_empty():
    contents = LaneContents(Publishers().bring_for)

    contents.ask("water|J-1")
    assert arrived(contents, 1) == ["water|J-1"]
    contents.ask("water|J-2")
    assert arrived(contents, 1) == ["water|J-2"]
