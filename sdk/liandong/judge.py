"""The handler's verdicts: asked for events, given for messages, which may hold several."""

import logging
from collections.abc import Callable, Sequence

from liandong.bundle import unpacked
from liandong.delivery import Delivery, Verdict
from liandong.suspicion import Suspicion

log = logging.getLogger(__name__)

Handle = Callable[[Sequence[Delivery]], Sequence[Verdict]]


class Judge:
    """Hands the events of messages to `handle`; after a raise one by one, to find the culprit."""

    def __init__(self, handle: Handle, raise_limit: int | None, name: str) -> None:
        self._handle = handle
        self._suspicion = Suspicion(raise_limit)
        self._name = name

    def most(self, usual: int) -> int:
        """Say how many events to take next."""
        return self._suspicion.size(usual)

    def verdicts(self, messages: Sequence[Delivery]) -> list[Verdict]:
        """Judge each message by its events: one that is to return, or to reject, decides."""
        parts = [unpacked(message) for message in messages]
        if self._suspicion.size(2) == 1:
            return [_together(self._one_by_one(part)) for part in parts]
        flat = [event for part in parts for event in part]
        if len(flat) == len(messages):
            return list(self._ask(flat))
        told = iter(self._ask(flat))
        return [_together([next(told) for _ in part]) for part in parts]

    def _one_by_one(self, events: Sequence[Delivery]) -> list[Verdict]:
        """Ask for each; behind one that is to return, all return, to keep the order."""
        told: list[Verdict] = []
        for event in events:
            told += self._ask([event])
            if told[-1] is Verdict.RETURN:
                break
        return told

    def _ask(self, events: Sequence[Delivery]) -> Sequence[Verdict]:
        try:
            verdicts = self._handle(events)
            if len(verdicts) != len(events):
                raise ValueError(f"{len(verdicts)} verdicts for {len(events)} deliveries")
        except Exception:  # the end of a message's way: it waits, or goes to the quarantine
            log.exception("consumer.raised", extra={"consumer": self._name})
            return self._suspicion.raised(events)
        self._suspicion.passed(events)
        return verdicts


def _together(verdicts: Sequence[Verdict]) -> Verdict:
    if Verdict.RETURN in verdicts:
        return Verdict.RETURN
    return Verdict.REJECT if Verdict.REJECT in verdicts else Verdict.ACK
