"""Finding the one delivery of a batch that makes the handler raise."""

from collections.abc import Sequence

from liandong.amqp.delivery import Delivery, Verdict


class PoisonDetector:
    """Finds the delivery that makes `handle` raise: after a raise, each is tried alone."""

    def __init__(self, limit: int | None) -> None:
        self._limit = limit
        self._suspects = 0
        self._last_failing: bytes | None = None
        self._times = 0

    @property
    def is_active(self) -> bool:
        """Tell whether events are to be handed over one by one."""
        return self._suspects > 0

    def passed(self, deliveries: Sequence[Delivery]) -> None:
        """Clear what did not raise."""
        self._suspects = max(0, self._suspects - len(deliveries))

    def raised(self, deliveries: Sequence[Delivery]) -> list[Verdict]:
        """Return all of them, unless it is one that has raised too often."""
        self._suspects = max(self._suspects, len(deliveries))
        if len(deliveries) == 1:
            self._count(deliveries[0].body)
            if self._times == self._limit:
                self._times = 0
                self.passed(deliveries)
                return [Verdict.REJECT]
        return [Verdict.RETURN] * len(deliveries)

    def _count(self, body: bytes) -> None:
        self._times = self._times + 1 if body == self._last_failing else 1
        self._last_failing = body
