"""Events on their way: outbox, relay, inbox, lanes of what waits, resends, refusals."""

from shared.delivery.records import Lane, LaneState
from shared.delivery.timers import every

__all__ = [
    "Lane",
    "LaneState",
    "every",
]
