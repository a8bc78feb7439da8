"""Legal periods: working-day calendars by notice, pauses, counts and their explanation."""

from shared.calendar.backward import count_back
from shared.calendar.counting import count, end_at
from shared.calendar.errors import CalendarError
from shared.calendar.explanation import explain
from shared.calendar.holidays import Calendar, calendar_of, latest, versions
from shared.calendar.legal_days import begin_of, legal_day
from shared.calendar.periods import Pause, Period, Unit
from shared.calendar.result import CountedPeriod

__all__ = [
    "Calendar",
    "CalendarError",
    "CountedPeriod",
    "Pause",
    "Period",
    "Unit",
    "begin_of",
    "calendar_of",
    "count",
    "count_back",
    "end_at",
    "explain",
    "latest",
    "legal_day",
    "versions",
]
