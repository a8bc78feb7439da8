"""Group commit: callers that arrive during a commit form the next group, in order."""

import threading
import time
from collections.abc import Callable, Sequence

import pytest

from shared.handling.group_commit import GroupCommit, ItemResult

WAIT_S = 20


class Groups:
    """Commits each group by a function, as the commands of a department are committed."""

    def __init__(
        self, run: Callable[[Sequence[int]], Sequence[ItemResult]], max_group: int
    ) -> None:
        self._run = run
        self._groups: GroupCommit[int, object] = GroupCommit(max_group)

    def __len__(self) -> int:
        return len(self._groups)

    def do(self, item: int) -> object:
        with self._groups.turn(item) as turn:
            while items := turn.group.transaction():
                try:
                    results = self._run(items)
                except Exception as error:  # noqa: BLE001  as for commands
                    turn.group.fail(error)
                else:
                    turn.group.finish(results)
        return turn.result()


class Press:
    """Runs groups of numbers, each once it is released; a negative number is refused."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.running = threading.Semaphore(0)
        self.let = threading.Semaphore(0)

    def __call__(self, items: Sequence[int]) -> list[ItemResult[str]]:
        self.groups.append(list(items))
        self.running.release()
        assert self.let.acquire(timeout=WAIT_S)
        return [
            ItemResult(None, ValueError(item)) if item < 0 else ItemResult(f"no. {item}")
            for item in items
        ]


class Callers:
    """Callers that submit one number each, on their own threads."""

    def __init__(self, group: Groups) -> None:
        self._group = group
        self._threads: dict[int, threading.Thread] = {}
        self.answers: dict[int, object] = {}

    def ask(self, number: int) -> None:
        """Submit a number, and return at once."""
        thread = threading.Thread(target=self._ask, args=(number,), daemon=True)
        self._threads[number] = thread
        thread.start()

    def queue(self, number: int) -> None:
        """Submit a number while a group runs, and return once it is queued."""
        waiting = len(self._group)
        self.ask(number)
        while len(self._group) == waiting:
            time.sleep(0)

    def _ask(self, number: int) -> None:
        try:
            self.answers[number] = self._group.do(number)
        except Exception as error:  # noqa: BLE001  what the caller got
            self.answers[number] = error

    def all_told(self) -> None:
        for thread in self._threads.values():
            thread.join(WAIT_S)


@pytest.fixture
def press():
    return Press()


def asked(press, *numbers, most=10, lets=2):
    """Submit the first number, the others while it runs; then release `lets` runs."""
    callers = Callers(Groups(press, most))
    callers.ask(numbers[0])
    assert press.running.acquire(timeout=WAIT_S)
    for number in numbers[1:]:
        callers.queue(number)
    for _ in range(lets):
        press.let.release()
    callers.all_told()
    return callers.answers


def test_one_alone_does_not_wait_for_company(press):
    answers = asked(press, 1, lets=1)

    assert answers == {1: "no. 1"}
    assert press.groups == [[1]]


def test_those_who_come_meanwhile_are_one_group_in_order(press):
    answers = asked(press, 1, 2, 3, 4)

    assert press.groups == [[1], [2, 3, 4]]
    assert answers == {number: f"no. {number}" for number in (1, 2, 3, 4)}


def test_a_group_has_a_limit(press):
    asked(press, 1, 2, 3, 4, most=2, lets=3)

    assert press.groups == [[1], [2, 3], [4]]


def test_one_that_is_refused_is_told_so_alone(press):
    answers = asked(press, 1, 2, -3, 4)

    assert isinstance(answers.pop(-3), ValueError)
    assert answers == {number: f"no. {number}" for number in (1, 2, 4)}


def test_when_the_group_fails_all_its_callers_hear_of_it_and_the_next_goes_on():
    seen = []

    def fail_first(items):
        seen.append(list(items))
        if len(seen) == 1:
            raise OSError("no store")
        return [ItemResult("done") for _ in items]

    group = Groups(fail_first, 10)

    with pytest.raises(OSError, match="no store"):
        group.do(1)
    assert group.do(2) == "done"


def test_what_a_group_itself_asks_for_runs_at_once():
    def ask_within(items):
        if items == [1]:
            return [ItemResult(group.do(2) + 1)]
        return [ItemResult(item * 10) for item in items]

    group = Groups(ask_within, 10)

    assert group.do(1) == 21


def test_many_callers_each_get_their_own():
    callers = Callers(Groups(lambda items: [ItemResult(str(item)) for item in items], 7))

    for number in range(200):
        callers.ask(number)
    callers.all_told()

    assert callers.answers == {number: str(number) for number in range(200)}
