"""The testbed: waiting, restarting, and repeating requests."""

import sys

import httpx
import pytest

from shared.local.errors import LocalError
from testbed.city_folder import run_script
from testbed.load_generator import retry, settled_response
from testbed.testbed import Testbed

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
FAIL = [sys.executable, "-c", "raise SystemExit(3)"]


@pytest.fixture
def testbed(tmp_path):
    running = Testbed(tmp_path)
    yield running
    running.stop()


def test_a_condition_that_never_holds_ends_the_wait_at_its_deadline(testbed):
    with pytest.raises(LocalError, match=r"not within 0\.05 s: the moon is full"):
        testbed.wait_until(lambda: False, "the moon is full", 0.05)


class CountsPolls(Testbed):
    polls = 0

    def on_poll(self) -> None:
        self.polls += 1


def test_a_variant_acts_at_every_poll_until_the_condition_holds(tmp_path):
    counting = CountsPolls(tmp_path)

    counting.wait_until(lambda: counting.polls == 3, "three polls")

    assert counting.polls == 3


def test_a_process_that_ends_although_it_should_run_is_restarted(testbed):
    process = testbed.add("water", FAIL)
    process.back_off_s = 0.0
    process.start()
    first = process.pid
    testbed.wait_until(lambda: not process.running, "it ended")

    testbed.restart_ended()

    assert process.unwanted_exits == 1
    assert process.pid != first


def test_a_process_that_was_killed_stays_down(testbed):
    process = testbed.add("water", SLEEP)
    process.start()
    process.kill()

    testbed.restart_ended()

    assert not process.running
    assert process.unwanted_exits == 0


def test_a_frozen_process_is_resumed_before_it_is_asked_to_end(testbed):
    process = testbed.add("water", SLEEP)
    process.start()
    process.freeze()

    testbed.stop()

    assert not process.running
    assert not process.frozen


def test_a_script_that_fails_is_reported_with_the_end_of_its_errors(tmp_path):
    script = tmp_path / "load.py"
    script.write_text("raise SystemExit('no such well')")

    with pytest.raises(LocalError, match=r"load\.py failed:\nno such well"):
        run_script(script, env={})


def test_a_request_is_repeated_until_the_server_serves_or_refuses_it():
    answers = iter([httpx.ConnectError("down"), httpx.Response(503), httpx.Response(404)])

    def send():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    response = retry(lambda: settled_response(send), lambda: False)

    assert response.status_code == 404


def test_a_request_is_given_up_when_that_is_asked_for():
    assert retry(lambda: None, lambda: True) is None
