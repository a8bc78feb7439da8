"""Parses typed starts, lengths, units and pauses; a time without a zone is Shanghai time."""

import re
import unicodedata
from datetime import datetime

from shared.calendar.errors import CalendarError
from shared.calendar.legal_days import LEGAL_ZONE
from shared.calendar.periods import Pause, Period, Unit

_TYPED = re.compile(
    r"(?P<year>[0-9]{4})[-/.年](?P<month>[0-9]{1,2})[-/.月](?P<day>[0-9]{1,2})日?"
    r"(?:(?<=日)[ T]?(?=[0-9])|[ T](?=[0-9])|(?![0-9]))"
    r"(?:(?P<hour>[0-9]{1,2})[:时点](?:(?P<minute>[0-9]{1,2})分?(?P<more>:.*?)?)?)?"
    r"(?P<zone>Z|[+-].*)?"
)
"""A date as typed by people or spreadsheets: 2026年10月1日, 2026/10/1, 2026-10-1 9:30."""

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
_MOMENT = re.compile(rf"{_DAY}([T ]{_TIME}(Z|[+-][0-9]{{2}}:[0-9]{{2}})?)?")
_LENGTH = re.compile(r"[0-9]{1,6}")


class UnreadableDateError(CalendarError):
    """The input is no valid start, length, unit or pause; the text says what to type instead."""


def moment_of(text: object) -> datetime:
    """Parse a date-time, or a date as its first instant; without a zone it is Shanghai time."""
    written = _written(text) if isinstance(text, str) else ""
    if _MOMENT.fullmatch(written):
        try:
            read = datetime.fromisoformat(written)
        except ValueError:
            raise UnreadableDateError(
                f"没有这个日期或者时间：“{text}”；请核对年月日和时分"
            ) from None
        return read if read.tzinfo else read.replace(tzinfo=LEGAL_ZONE)
    raise UnreadableDateError(
        f"看不懂时间“{text}”；请写成2026-09-29、2026年9月29日、2026/9/29"
        "或者2026-09-29T10:00+08:00（不写时区即北京时间）"
    )


def _written(text: str) -> str:
    """Normalize a typed date to RFC 3339; return any other text as it is."""
    narrow = unicodedata.normalize("NFKC", text).strip().upper()
    found = _TYPED.fullmatch(narrow)
    if found is None:
        return narrow
    part = {name: value or "" for name, value in found.groupdict().items()}
    day = f"{part['year']}-{part['month']:0>2}-{part['day']:0>2}"
    if not part["hour"]:
        return f"{day}{part['zone']}"
    return f"{day}T{part['hour']:0>2}:{part['minute']:0>2}{part['more']}{part['zone']}"


def period_of(length: object, unit: object) -> Period:
    """Parse a length, a whole number or its digits, and a unit by its name."""
    if isinstance(length, str) and _LENGTH.fullmatch(length):
        length = int(length)
    if not isinstance(length, int) or isinstance(length, bool) or not 0 <= length < 10**6:
        raise UnreadableDateError(f"期限长度“{length}”不对；请填写0至999999的整数")
    if unit not in tuple(Unit):
        raise UnreadableDateError(f"没有期限单位“{unit}”；请用{'、'.join(Unit)}之一")
    return Period(length, Unit(str(unit)))


def pause_of(text: str) -> Pause:
    """Parse a pause: FROM..TO, or FROM.. while it is open, then optionally =REASON."""
    span, _, why = text.partition("=")
    since, dots, until = span.partition("..")
    if not dots:
        raise UnreadableDateError(f"看不懂中止期间“{text}”；请写成“起..止”或者“起..”（尚未恢复）")
    return Pause(moment_of(since), moment_of(until) if until else None, why)
