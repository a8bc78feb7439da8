"""Detection of the delivery in a batch that makes the handler raise."""

from collections.abc import Sequence

from liandong.amqp.delivery import Delivery, Verdict


class PoisonDetector:
    """Isolates the delivery that makes `handle` raise: after an error each is tried singly.

    `limit` is the number of consecutive errors of one delivery before it is rejected.
    """

    def __init__(self, limit: int | None) -> None:
        self._limit = limit
        self._suspects = 0
        self._last_failing: bytes | None = None
        self._times = 0

    @property
    def is_active(self) -> bool:
        """Whether events are to be handled one by one."""
        return self._suspects > 0

    def passed(self, deliveries: Sequence[Delivery]) -> None:
        """Clear deliveries that were handled without an error."""
        self._suspects = max(0, self._suspects - len(deliveries))

    def raised(self, deliveries: Sequence[Delivery]) -> list[Verdict]:
        """Return RETURN for all, or REJECT for a single delivery that reached the limit."""
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
