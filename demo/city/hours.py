"""The office hours of a year as a continuous timeline, counted in working days."""

from datetime import UTC, date, datetime, time, timedelta, timezone

# China has no daylight saving time; a fixed offset needs no time-zone database.
CHINA = timezone(timedelta(hours=8))
MORNING = time(9, 0)
AFTERNOON = time(14, 0)
MORNING_S = 3 * 3600
DAY_S = MORNING_S + 3 * 3600 + 1800

_HOLIDAYS = {(1, 1), *((5, day) for day in range(1, 6)), *((10, day) for day in range(1, 8))}


class WorkingYear:
    """Office hours of a year: weekdays without the fixed holidays; moved days are not modelled."""

    def __init__(self, year: int) -> None:
        first = date(year, 1, 1)
        length = (date(year + 1, 1, 1) - first).days
        every = (first + timedelta(days=n) for n in range(length))
        self.year = year
        self._days = [day for day in every if _is_working(day)]

    def __len__(self) -> int:
        return len(self._days)

    def moment(self, at: float) -> datetime:
        """Return the UTC time of a point on the timeline: 1.5 is the middle of the second day."""
        day = self._days[int(at)]
        seconds = int(at % 1 * DAY_S)
        if seconds < MORNING_S:
            opened = datetime.combine(day, MORNING, CHINA)
        else:
            opened = datetime.combine(day, AFTERNOON, CHINA)
            seconds -= MORNING_S
        return (opened + timedelta(seconds=seconds)).astimezone(UTC)


def local_day(at: datetime) -> str:
    """Return the calendar day of a moment in China as an ISO date."""
    return at.astimezone(CHINA).date().isoformat()


def _is_working(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS
