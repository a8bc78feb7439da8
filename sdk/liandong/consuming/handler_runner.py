"""Runs the handler on events and combines its verdicts per message, which may be a bundle."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import compress
from typing import Any

from liandong.amqp.delivery import Delivery, Verdict
from liandong.consuming.poison_detector import PoisonDetector
from liandong.messages.bundle import unpack

log = logging.getLogger(__name__)

Handle = Callable[[Any], Sequence[Verdict]]
Prepare = Callable[[Sequence[Delivery]], Any]


@dataclass(frozen=True, slots=True)
class PreparedBatch:
    """Messages, the events of each in `parts`, and the handler's argument.

    `prepared` returns that argument, or raises the error of the preparation.
    """

    messages: Sequence[Delivery]
    parts: Sequence[Sequence[Delivery]]
    prepared: Callable[[], Any]

    @property
    def events(self) -> list[Delivery]:
        """All events, in order."""
        return [event for part in self.parts for event in part]


class BatchRunner:
    """Calls `handle` with the events of a batch; after an error one by one, to find the cause."""

    def __init__(
        self, handle: Handle, prepare: Prepare | None, raise_limit: int | None, name: str
    ) -> None:
        self._handle = handle
        self._prepare = prepare or _as_they_are
        self._poison = PoisonDetector(raise_limit)
        self._given_up: set[bytes] = set()
        self._name = name

    def prepare(self, messages: Sequence[Delivery]) -> PreparedBatch:
        """Unpack messages and call `prepare`; safe to run before earlier batches are handled."""
        parts = [unpack(message) for message in messages]
        return PreparedBatch(
            messages, parts, self._prepared([event for part in parts for event in part])
        )

    def remaining(self, batch: PreparedBatch, verdicts: Sequence[Verdict]) -> PreparedBatch:
        """Return a batch of the messages whose verdict is RETURN, in order."""
        returned = [verdict is Verdict.RETURN for verdict in verdicts]
        if all(returned):
            return batch
        return self.prepare([*compress(batch.messages, returned)])

    def run(self, batch: PreparedBatch) -> list[Verdict]:
        """Return a verdict per message: RETURN if an event of it has it, else REJECT, else ACK."""
        if self._poison.is_active:
            return self._one_by_one(batch)
        told = iter(self._ask(batch.prepared, batch.events))
        return [_together([next(told) for _ in part]) for part in batch.parts]

    def _one_by_one(self, batch: PreparedBatch) -> list[Verdict]:
        """Handle events singly; after a RETURN all later messages return, to keep the order."""
        judged: list[Verdict] = []
        for part in batch.parts:
            told: list[Verdict] = []
            for event in part:
                told.append(self._run_single(event))
                if told[-1] is Verdict.RETURN:
                    break
            judged.append(_together(told))
            if judged[-1] is Verdict.RETURN:
                break
        else:
            self._given_up.clear()
        return judged + [Verdict.RETURN] * (len(batch.messages) - len(judged))

    def _run_single(self, event: Delivery) -> Verdict:
        """Handle one event, unless it was rejected before and its bundle waits for another one."""
        if event.body in self._given_up:
            return Verdict.REJECT
        [verdict] = self._ask(self._prepared([event]), [event])
        if verdict is Verdict.REJECT:
            self._given_up.add(event.body)
        return verdict

    def _ask(self, prepared: Callable[[], Any], events: Sequence[Delivery]) -> Sequence[Verdict]:
        try:
            verdicts = self._handle(prepared())
            if len(verdicts) != len(events):
                raise ValueError(f"{len(verdicts)} verdicts for {len(events)} deliveries")
        except Exception:  # last resort: the message is retried, or goes to the quarantine
            log.exception("consumer.raised", extra={"consumer": self._name})
            return self._poison.raised(events)
        self._poison.passed(events)
        return verdicts

    def _prepared(self, events: Sequence[Delivery]) -> Callable[[], Any]:
        try:
            made = self._prepare(events)
        except Exception as error:  # noqa: BLE001  raised when these events are handled
            return partial(_raise, error)
        return lambda: made


def _raise(error: Exception) -> Any:
    raise error


def _as_they_are(events: Sequence[Delivery]) -> Sequence[Delivery]:
    return events


def _together(verdicts: Sequence[Verdict]) -> Verdict:
    if Verdict.RETURN in verdicts:
        return Verdict.RETURN
    return Verdict.REJECT if Verdict.REJECT in verdicts else Verdict.ACK
