"""Count many periods at once: takes rows, returns the same rows with their ends."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.calendar.counting import count
from shared.calendar.errors import CalendarError
from shared.calendar.holidays import Calendar
from shared.calendar.parsing import moment_of, period_of
from shared.calendar.periods import Unit

Row = Mapping[str, Any]
NEEDED = ("start", "length", "unit")
TOLD = 20
"""The most faulty rows that an error names."""


class BatchError(CalendarError):
    """Rows that cannot be counted, each with its index, its fault and the remedy."""


def count_rows(rows: object, calendar: Calendar) -> list[dict[str, Any]]:
    """Add `end` to every row: the last day for days and months, the instant for hours.

    The instant is in the time zone of its start. If any row is faulty, nothing is counted, and
    `BatchError` names the faulty ones.
    """
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise BatchError(
            '输入应为JSON数组；每行形如{"start":"2026-09-29","length":3,"unit":"hour"}'
        )
    done, faults = [], []
    for index, row in enumerate(rows):
        try:
            done.append({**_checked(row), "end": _end(row, calendar)})
        except CalendarError as error:
            faults.append(f"第{index + 1}行（下标{index}）：{error}")
    if faults:
        raise BatchError("\n".join([*faults[:TOLD], *_more(len(faults))]))
    return done


def _checked(row: object) -> Row:
    if not isinstance(row, Mapping):
        raise BatchError("不是JSON对象；请写成含start、length、unit的对象")
    if missing := [name for name in NEEDED if name not in row]:
        raise BatchError(f"缺少{'、'.join(missing)}；请补上")
    return row


def _end(row: Row, calendar: Calendar) -> str:
    start = moment_of(row["start"])
    counted = count(period_of(row["length"], row["unit"]), start, calendar)
    if counted.period.unit is Unit.HOUR and counted.due_at is not None:
        return counted.due_at.astimezone(start.tzinfo).isoformat()
    return str(counted.last_day)


def _more(faults: int) -> list[str]:
    return [f"……另有{faults - TOLD}行有误"] if faults > TOLD else []
