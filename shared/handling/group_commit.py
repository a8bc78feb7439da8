"""Group commit: what arrives while something is being written is written next, all together."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar, cast

T = TypeVar("T")
R = TypeVar("R")


class Outcome(NamedTuple, Generic[R]):
    """What became of one item: a value, or the error that its caller gets."""

    value: R | None
    error: Exception | None = None


class _Turn(Generic[T, R]):
    """An item in the line, and what its caller waits for: the outcome, or to lead."""

    def __init__(self, item: T) -> None:
        self.item = item
        self.leads = False
        self.outcome: Outcome[R] | None = None
        self.called = threading.Event()


class GroupCommit(Generic[T, R]):
    """Runs items in groups, in order of arrival, one group at a time.

    There is no thread of its own and no waiting for company: the first caller leads at once, those
    who come meanwhile stand in line, and the first of them leads the next group. `run` gets at most
    `most` items and tells an outcome for each; if it raises, all its callers get that error. What
    `run` itself asks for is not made to wait for the end of `run`: it runs at once, alone.
    """

    def __init__(self, run: Callable[[Sequence[T]], Sequence[Outcome[R]]], most: int) -> None:
        self._run = run
        self._most = most
        self._lock = threading.Lock()
        self._line: deque[_Turn[T, R]] = deque()
        self._led = False
        self._leader = 0  # the thread that runs a group now

    def __len__(self) -> int:
        """Tell how many stand in line."""
        return len(self._line)

    def do(self, item: T) -> R:
        """Have an item run in a group; returns its value or raises its error."""
        if self._leader == threading.get_ident():
            return _value(self._run([item])[0])
        turn: _Turn[T, R] = _Turn(item)
        with self._lock:
            self._line.append(turn)
            turn.leads, self._led = not self._led, True
        if not turn.leads:
            turn.called.wait()
        if turn.leads:
            self._lead()
        if turn.outcome is None:
            raise RuntimeError("the caller that led this group was killed")
        return _value(turn.outcome)

    def _lead(self) -> None:
        with self._lock:
            group = [self._line.popleft() for _ in range(min(self._most, len(self._line)))]
            self._leader = threading.get_ident()
        try:
            outcomes = self._run([turn.item for turn in group])
            for turn, outcome in zip(group, outcomes, strict=True):
                turn.outcome = outcome
        except Exception as error:  # noqa: BLE001  each caller gets it
            for turn in group:
                turn.outcome = Outcome(None, error)
        finally:
            self._hand_over(group)

    def _hand_over(self, group: Sequence[_Turn[T, R]]) -> None:
        with self._lock:
            self._leader = 0
            self._led = bool(self._line)
            if self._led:
                self._line[0].leads = True
                self._line[0].called.set()
        for turn in group:
            turn.called.set()


def _value(outcome: Outcome[R]) -> R:
    if outcome.error is not None:
        raise outcome.error
    return cast("R", outcome.value)  # without an error there is a value, which may be None
