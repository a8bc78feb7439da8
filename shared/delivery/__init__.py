"""Event delivery: outbox relay, inbox, lanes of parked events, resends and refusal notices."""

from shared.delivery.records import Lane, LaneState
from shared.delivery.timers import every

__all__ = [
    "Lane",
    "LaneState",
    "every",
]
