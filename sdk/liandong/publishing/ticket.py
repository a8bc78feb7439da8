"""A submitted batch and its future outcomes."""

import threading
from collections.abc import Callable, Sequence

from liandong.messages.outgoing import Outcome, OutMessage, Unconfirmed


class Ticket:
    """A future for the outcomes of a submitted batch; any thread may wait for it."""

    def __init__(
        self,
        messages: Sequence[OutMessage],
        await_: "Callable[[Ticket], None]",
        over: Callable[[], None] | None = None,
    ) -> None:
        self.messages = messages
        self.outcomes: list[Outcome | None] = [None] * len(messages)
        self.next = 0  # index of the message to send next
        self.settled = 0
        self.lost = False
        self._await = await_
        self._tell = over
        self._over = threading.Event()
        if not messages:
            self._over.set()

    @property
    def done(self) -> bool:
        """Whether all outcomes are known, so that `wait` returns at once."""
        return self._over.is_set()

    def wait(self) -> list[Outcome]:
        """Return each message's outcome, in order, once all are known."""
        self._await(self)
        return [outcome for outcome in self.outcomes if outcome is not None]

    def wait_done(self, seconds: float) -> bool:
        """Wait at most `seconds` for the end; return whether it ended."""
        return self._over.wait(seconds)

    def settle(self, index: int, outcome: Outcome) -> None:
        """Record the outcome of one message; the first one wins."""
        if self.outcomes[index] is None:
            self.outcomes[index] = outcome
        self.settled += 1

    def finish(self) -> bool:
        """End the ticket if all outcomes are known; return whether it has ended."""
        if self.settled == len(self.messages):
            self._end()
        return self.done

    def abandon(self, reason: str) -> None:
        """End the ticket; all unknown outcomes become `Unconfirmed`."""
        unknown = Unconfirmed(reason)
        self.outcomes = [outcome or unknown for outcome in self.outcomes]
        self.lost = True
        self._end()

    def _end(self) -> None:
        if not self.done:
            self._over.set()
            if self._tell is not None:
                self._tell()
