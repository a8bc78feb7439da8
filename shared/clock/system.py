"""Time as an input: a clock is passed in, and rules never read the time themselves."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the time, aware, in UTC, truncated to milliseconds as the store holds it."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)
