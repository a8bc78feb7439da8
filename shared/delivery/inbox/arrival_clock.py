"""How far the clock of a publisher is believed: what it says is compared with the arrival."""

from datetime import UTC, datetime, timedelta

from liandong.publishing.checks import BELIEVED
from shared.errors import RejectedError

LONGEST_AHEAD = timedelta(hours=24)
"""A wrong time zone explains so much; what is further ahead is no time at all."""

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""No clock that works stands before: one without a battery does, at 1970 or 1980."""


class WrongClockError(RejectedError):
    """The time of an event lies where no clock that works can stand."""

    slug = "wrong-clock"
    title = "发布方时钟有误"


def published_at(told: datetime, arrived: datetime | None) -> datetime:
    """Tell when an event counts as published: when it says, at the latest when it arrived.

    Without an arrival nothing is compared.
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
