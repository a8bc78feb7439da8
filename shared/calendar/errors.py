"""Errors of the calendar, in Chinese, each with its remedy."""


class CalendarError(ValueError):
    """A count is impossible; the text gives the reason and the remedy."""


class UnknownVersionError(CalendarError):
    """There is no calendar of this version."""

    def __init__(self, version: str, known: tuple[str, ...]) -> None:
        super().__init__(f"没有版本为“{version}”的工作日历；现有版本：{'、'.join(known)}")


class OutOfRangeError(CalendarError):
    """A count leaves the years that the calendars cover."""

    def __init__(self, first: int, last: int) -> None:
        super().__init__(f"期限超出日历范围（{first}年至{last}年）；请核对起算时间和期限长度")


class NaiveTimeError(CalendarError):
    """A time has no time zone."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}缺少时区；请注明时区，例如2026-09-29T10:00+08:00")


class NegativeLengthError(CalendarError):
    """A period has a negative length."""

    def __init__(self, length: int) -> None:
        super().__init__(f"期限长度不能为负数（{length}）；请填写0或者正整数")


class EmptyPauseError(CalendarError):
    """A pause ends before it begins."""

    def __init__(self) -> None:
        super().__init__("中止期间的结束早于开始；请核对中止的起止时间")
