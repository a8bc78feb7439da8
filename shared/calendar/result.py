"""The result of a count: the end of a period, and the data to explain it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shared.calendar.holidays import Calendar
from shared.calendar.legal_days import legal_day
from shared.calendar.pauses import day_stops
from shared.calendar.periods import Pause, Period, Unit


@dataclass(frozen=True, slots=True)
class CountedPeriod:
    """The end of a period that began at `start`.

    `due_at` is the first instant at which the period is breached, in UTC: for hours the end itself,
    else the beginning of the Shanghai day after `last_day`. Both are None while an open pause stops
    the count. `reached` is the last day before it was moved to a working day. `provisional`: no
    notice covers a day on which the result depends. `backward`: counted back from `start`. `fixed`:
    nothing was counted, an act named the end.
    """

    period: Period
    start: datetime
    last_day: date | None
    due_at: datetime | None
    provisional: bool
    calendar: Calendar
    reached: date | None = None
    pauses: tuple[Pause, ...] = ()
    counts_start_day: bool = False
    backward: bool = False
    fixed: bool = False

    @property
    def is_stopped(self) -> bool:
        """Whether an open pause stops the count, so that nothing is due yet."""
        return self.due_at is None

    @property
    def days_walked(self) -> Sequence[date]:
        """The days from the first that could count to the last that did; empty for hours."""
        if self.period.unit is Unit.HOUR or self.period.length == 0:
            return ()
        begun = legal_day(self.start).toordinal()
        if self.backward:
            days = range(begun - 1, self._end() - 1, -1)
        else:
            days = range(begun if self.counts_start_day else begun + 1, self._end() + 1)
        return [date.fromordinal(day) for day in days]

    @property
    def counted_days(self) -> tuple[date, ...]:
        """The days that were counted, in counting order; empty for hours."""
        return tuple(day for day in self.days_walked if self.counts(day))

    @property
    def open_pause(self) -> Pause | None:
        """The earliest pause that has no end, or None."""
        still = (pause for pause in self.pauses if pause.until is None)
        return min(still, key=lambda pause: pause.since, default=None)

    def counts(self, day: date) -> bool:
        """Return whether a day counts: neither paused nor, for working days, a day off."""
        off = self.period.unit is Unit.WORKING_DAY and not self.calendar.is_working(day)
        return not off and self.pause_on(day) is None

    def pause_on(self, day: date) -> Pause | None:
        """Return the first pause that touches a day, or None."""
        number = day.toordinal()
        return next((pause for pause in self.pauses if _touches(pause, number)), None)

    def _end(self) -> int:
        if self.reached is None and self.open_pause is not None:
            return legal_day(self.open_pause.since).toordinal() - 1
        return self.reached.toordinal() if self.reached else 0


def _touches(pause: Pause, day: int) -> bool:
    return any(
        stop.first <= day and (stop.last is None or day <= stop.last)
        for stop in day_stops((pause,))
    )
