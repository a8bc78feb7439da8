"""Whether the date of a step is possible: not after its publication, not before the case itself."""

from datetime import date, datetime, timedelta

from services.casework.procedures.case_file import RecordedStep
from shared.errors import RejectedError
from shared.handling import LEGAL_ZONE, UnitOfWork

LEEWAY = timedelta(days=1)
"""A tolerance: the clocks of organs differ, and a letter may be dated close to midnight."""


def why_impossible(taken_at: datetime, told_at: datetime, began_at: datetime | None) -> str | None:
    """Explain in Chinese why an instant cannot be that of a step; None if it can.

    `told_at` is when its publisher reported it, `began_at` when the case was opened, if that is
    known.
    """
    if taken_at > told_at + LEEWAY:
        return f"办理时间 {taken_at:%Y-%m-%d %H:%M} 晚于告知时间"
    if began_at is not None and taken_at < began_at - LEEWAY:
        return f"办理时间 {taken_at:%Y-%m-%d %H:%M} 早于案件的起始时间"
    return None


class ImpossibleDayError(RejectedError):
    """A step has a date on which it cannot have been taken."""

    slug = "impossible-day"
    title = "办理日期有误"


def check_not_in_future(day: date, uow: UnitOfWork) -> None:
    """Refuse a date after the day of the report; `ImpossibleDayError`."""
    told_at = min(uow.cause.published_at or uow.now, uow.now)
    told_on = told_at.astimezone(LEGAL_ZONE).date()
    if day > told_on + LEEWAY:
        raise ImpossibleDayError(f"办理日期 {day} 晚于告知之日 {told_on}，未予采信，请核对")


def check_step_day(step: RecordedStep, since: date, uow: UnitOfWork) -> None:
    """Refuse a date outside the time of the case, which began on `since`; `ImpossibleDayError`."""
    check_not_in_future(step.on, uow)
    if step.on < since - LEEWAY:
        raise ImpossibleDayError(
            f"“{step.step}”的办理日期 {step.on} 早于案件的起始日期 {since}，未予采信，请核对"
        )
