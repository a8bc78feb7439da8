"""Calendars of working days (工作日), one version for each notice of the State Council.

Years to 2022 come from the package `chinesecalendar`, later ones from the notices alone, so that
a new release of the package changes no version. A year without a notice has weekends and the
holidays that the regulation itself fixes, in the edition known when the version was issued.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cache

from chinese_calendar.constants import holidays, workdays

from shared.calendar.day_counters import WorkingDays, within, working_days
from shared.calendar.errors import UnknownVersionError
from shared.calendar.holiday_notices import Notice, notices
from shared.calendar.holiday_regulation import days_off

KNOWN_FROM = date(2004, 1, 1)
PACKAGE_UNTIL = date(2022, 12, 31)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days, as known when the notice of this version was issued."""

    version: str
    known_until: date
    working: WorkingDays = field(repr=False, compare=False)
    known_from: date = KNOWN_FROM

    def is_working(self, day: date) -> bool:
        """Return whether a day is a working day, make-up days (调休上班) included."""
        return self.working.holds(within(day.toordinal()))

    def knows(self, day: date) -> bool:
        """Return whether a notice covers a day; make-up and moved days of others are unknown."""
        return self.known_from <= day <= self.known_until


def is_weekend(day: date) -> bool:
    """Return whether a day is a Saturday or a Sunday, worked or not."""
    return day.weekday() >= SATURDAY


def versions() -> tuple[str, ...]:
    """List the versions, the oldest first: the dates of the notices."""
    return tuple(notice.version for notice in notices())


def latest() -> Calendar:
    """Return the calendar with all notices."""
    return calendar_of(versions()[-1])


@cache
def calendar_of(version: str) -> Calendar:
    """Return a calendar by its version; raises `UnknownVersionError`, which lists them all."""
    if version not in versions():
        raise UnknownVersionError(version, versions())
    return compose(tuple(notice for notice in notices() if notice.version <= version))


def compose(known: tuple[Notice, ...]) -> Calendar:
    """Combine the package's years with notices; later notices override earlier ones."""
    told: dict[date, bool] = {}
    for notice in known:
        told |= dict.fromkeys(notice.off, False) | dict.fromkeys(notice.make_up, True)
    until = max(date(notice.year, 12, 31) for notice in known)
    fixed = days_off(date.fromisoformat(known[-1].version))
    index = working_days(lambda day: told[day] if day in told else _without_notice(day, fixed))
    return Calendar(known[-1].version, until, index)


def _without_notice(day: date, fixed: frozenset[date]) -> bool:
    if KNOWN_FROM <= day <= PACKAGE_UNTIL:
        return day in workdays or not (day in holidays or is_weekend(day))
    return not is_weekend(day) and day not in fixed
