"""Counters of natural and working days; days are proleptic Gregorian ordinals."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Protocol

from shared.calendar.errors import OutOfRangeError

FIRST_YEAR, LAST_YEAR = 1992, 2099
FIRST = date(FIRST_YEAR, 1, 1).toordinal()
LAST = date(LAST_YEAR, 12, 31).toordinal()


class DayCounter(Protocol):
    """Operations on the days of one unit that a count needs."""

    def between(self, first: int, last: int) -> int:
        """Count the days of this unit from first to last, both included."""

    def nth(self, first: int, number: int) -> int:
        """Find the n-th day (from 1) of this unit from first on; raises `OutOfRangeError`."""

    def nth_before(self, last: int, number: int) -> int:
        """Find the n-th day (from 1) of this unit from last backward; raises `OutOfRangeError`."""


class NaturalDays:
    """Every day counts."""

    def between(self, first: int, last: int) -> int:
        """Count the days."""
        return max(0, last - first + 1)

    def nth(self, first: int, number: int) -> int:
        """Find a later day."""
        return within(first + number - 1)

    def nth_before(self, last: int, number: int) -> int:
        """Find an earlier day."""
        return within(last - number + 1)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Only working days count; prefix sums make a count independent of its length."""

    before: list[int]
    """The number of working days before each day of the index."""
    days: list[int]
    """The working days, in order."""

    def between(self, first: int, last: int) -> int:
        """Count the working days."""
        if last < first:
            return 0
        return self._before(last + 1) - self._before(first)

    def nth(self, first: int, number: int) -> int:
        """Find a later working day."""
        return self._day(self._before(first) + number - 1)

    def nth_before(self, last: int, number: int) -> int:
        """Find an earlier working day."""
        return self._day(self._before(last + 1) - number)

    def holds(self, day: int) -> bool:
        """Return whether a day is a working day."""
        return self.between(day, day) == 1

    def _before(self, day: int) -> int:
        if not FIRST <= day <= LAST + 1:
            raise OutOfRangeError(FIRST_YEAR, LAST_YEAR)
        return self.before[day - FIRST]

    def _day(self, position: int) -> int:
        if not 0 <= position < len(self.days):
            raise OutOfRangeError(FIRST_YEAR, LAST_YEAR)
        return self.days[position]


def working_days(is_working: Callable[[date], bool]) -> WorkingDays:
    """Index all days of the range once, about 40,000."""
    works = [is_working(date.fromordinal(day)) for day in range(FIRST, LAST + 1)]
    days = [day for day, worked in enumerate(works, FIRST) if worked]
    return WorkingDays(list(accumulate(works, initial=0)), days)


def within(day: int) -> int:
    """Return a day if it is within the range; raises `OutOfRangeError` otherwise."""
    if not FIRST <= day <= LAST:
        raise OutOfRangeError(FIRST_YEAR, LAST_YEAR)
    return day


NATURAL = NaturalDays()
