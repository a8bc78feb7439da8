"""Legal periods, and pauses that stop their clock."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.calendar.errors import EmptyPauseError, NaiveTimeError, NegativeLengthError


class Unit(StrEnum):
    """The units in which legal texts set periods."""

    HOUR = "hour"
    NATURAL_DAY = "natural_day"
    WORKING_DAY = "working_day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """A length in a unit; an extension is a longer period from the same start.

    Zero means the same day, or for hours the same instant. With `rolls`, a period of natural days
    or months whose last day is a day off ends on the next working day [17号 38]; it has no effect
    on hours and working days.
    """

    length: int
    unit: Unit
    rolls: bool = True

    def __post_init__(self) -> None:
        if self.length < 0:
            raise NegativeLengthError(self.length)


@dataclass(frozen=True, slots=True)
class Pause:
    """A time that does not count, such as for an appraisal; open while `until` is None.

    Both ends are aware; `until` is the first instant that counts again.
    """

    since: datetime
    until: datetime | None
    why: str

    def __post_init__(self) -> None:
        if self.since.utcoffset() is None:
            raise NaiveTimeError("中止的开始时间")
        if self.until is None:
            return
        if self.until.utcoffset() is None:
            raise NaiveTimeError("中止的结束时间")
        if self.until < self.since:
            raise EmptyPauseError
