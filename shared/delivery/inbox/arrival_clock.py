"""Limits of trust in a publisher's clock: the time of an event is compared with its arrival."""

from datetime import UTC, datetime, timedelta

from liandong.publishing.checks import BELIEVED
from shared.errors import RejectedError

LONGEST_AHEAD = timedelta(hours=24)
"""A wrong time zone can explain up to this much; a time further ahead is invalid."""

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""No working clock is before this; one without a battery shows 1970 or 1980."""


class WrongClockError(RejectedError):
    """The time of an event is outside of what any working clock can show."""

    slug = "wrong-clock"
    title = "发布方时钟有误"


def published_at(told: datetime, arrived: datetime | None) -> datetime:
    """Return the time at which an event counts as published.

    That is the publisher's time, or the arrival if the publisher's clock is ahead by more than
    `BELIEVED`. Without an arrival nothing is compared.
    """
    if arrived is None or told <= arrived + BELIEVED:
        return told
    return arrived


def refuse_wrong_clock(told: datetime, arrived: datetime) -> None:
    """Raise `WrongClockError` for a time more than a day ahead, or before the year 2000."""
    if EARLIEST <= told <= arrived + LONGEST_AHEAD:
        return
    raise WrongClockError(
        f"time：{told:%Y-%m-%d %H:%M}Z 与到达时间 {arrived:%Y-%m-%d %H:%M}Z 不符，"
        "发布方的时钟有误。请发布部门校正时钟，另发新事件；本消息核对后可以丢弃"
    )
