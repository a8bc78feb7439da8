"""The days of a count grouped into runs: counted, off, or paused."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from shared.calendar.holidays import is_weekend
from shared.calendar.periods import Unit
from shared.calendar.result import CountedPeriod


class DayKind(StrEnum):
    """Why the days of a run count, or do not."""

    COUNTED = "counted"
    MAKE_UP = "make_up"
    OFF = "off"
    PAUSED = "paused"


COUNTING = (DayKind.COUNTED, DayKind.MAKE_UP)


@dataclass(frozen=True, slots=True)
class DayRun:
    """Consecutive days of one kind; `number` is the count, from 1, at the first of them."""

    kind: DayKind
    days: tuple[date, ...]
    number: int
    why: str = ""


def runs_of(count: CountedPeriod) -> Iterator[DayRun]:
    """Group the days of a count by kind and reason."""
    number = 1
    for (kind, why), group in groupby(count.days_walked, lambda day: _kind(count, day)):
        days = tuple(group)
        yield DayRun(kind, days, number, why)
        number += len(days) if kind in COUNTING else 0


def _kind(count: CountedPeriod, day: date) -> tuple[DayKind, str]:
    pause = count.pause_on(day)
    if pause is not None:
        return DayKind.PAUSED, pause.why
    if not count.counts(day):
        return DayKind.OFF, ""
    made_up = count.period.unit is Unit.WORKING_DAY and is_weekend(day)
    return (DayKind.MAKE_UP if made_up else DayKind.COUNTED), ""
