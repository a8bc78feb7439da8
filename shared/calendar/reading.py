"""Read what a person types: starts, lengths, units, pauses; without a zone it is Shanghai time."""

import re
from datetime import datetime

from shared.calendar.errors import CalendarError
from shared.calendar.legal_days import LEGAL_ZONE
from shared.calendar.periods import Pause, Period, Unit

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
_MOMENT = re.compile(rf"{_DAY}([T ]{_TIME}(Z|[+-][0-9]{{2}}:[0-9]{{2}})?)?")
_LENGTH = re.compile(r"[0-9]{1,6}")


class UnreadableError(CalendarError):
    """What was typed is no start, length, unit or pause; the text says what to type instead."""


def moment_of(text: object) -> datetime:
    """Read a date, as its first instant, or a date-time; without a zone it is Shanghai time."""
    if isinstance(text, str) and _MOMENT.fullmatch(text.upper()):
        try:
            read = datetime.fromisoformat(text.upper())
        except ValueError:
            raise UnreadableError(f"没有这个日期或者时间：“{text}”；请核对年月日和时分") from None
        return read if read.tzinfo else read.replace(tzinfo=LEGAL_ZONE)
    raise UnreadableError(
        f"看不懂时间“{text}”；请写成2026-09-29或者2026-09-29T10:00+08:00（不写时区即北京时间）"
    )


def period_of(length: object, unit: object) -> Period:
    """Read a length, a whole number or its digits, and a unit by its name."""
    if isinstance(length, str) and _LENGTH.fullmatch(length):
        length = int(length)
    if not isinstance(length, int) or isinstance(length, bool) or not 0 <= length < 10**6:
        raise UnreadableError(f"期限长度“{length}”不对；请填写0至999999的整数")
    if unit not in tuple(Unit):
        raise UnreadableError(f"没有期限单位“{unit}”；请用{'、'.join(Unit)}之一")
    return Period(length, Unit(str(unit)))


def pause_of(text: str) -> Pause:
    """Read a pause as FROM..TO or FROM.. while it lasts, with its reason after an equals sign."""
    span, _, why = text.partition("=")
    since, dots, until = span.partition("..")
    if not dots:
        raise UnreadableError(f"看不懂中止期间“{text}”；请写成“起..止”或者“起..”（尚未恢复）")
    return Pause(moment_of(since), moment_of(until) if until else None, why)
