"""Properties of every count, for any start, length and pauses."""

from datetime import UTC, date, datetime, timedelta, timezone

from effort_given import calls_of
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar import Pause, Period, Unit, count, count_back, latest

CALENDAR = latest()
FAR = datetime(9999, 1, 1, tzinfo=UTC)
naive = st.datetimes(datetime(2022, 6, 1), datetime(2027, 6, 1))  # noqa: DTZ001  zone added below
starts = naive.map(lambda at: at.replace(tzinfo=UTC))
lengths = st.integers(0, 120)
units = st.sampled_from(Unit)
fixed_units = st.sampled_from([Unit.HOUR, Unit.NATURAL_DAY, Unit.WORKING_DAY])
day_units = st.sampled_from([Unit.NATURAL_DAY, Unit.WORKING_DAY])
pauses = st.lists(
    st.tuples(starts, st.timedeltas(timedelta(), timedelta(days=40))).map(
        lambda pair: Pause(pair[0], pair[0] + pair[1], "补正")
    ),
    max_size=4,
)


def due(length: int, unit: Unit, start: datetime, stops: list[Pause] | None = None) -> datetime:
    return count(Period(length, unit), start, CALENDAR, stops or []).due_at or FAR


@given(starts, starts, lengths, units)
def test_who_starts_later_never_ends_earlier(one, other, length, unit):
    early, late = sorted((one, other))

    assert due(length, unit, early) <= due(length, unit, late)


@given(starts, starts, st.integers(1, 120), fixed_units, pauses)
def test_who_starts_later_never_ends_earlier_with_the_same_pauses(one, other, length, unit, stops):
    """Does not hold for months, whose length depends on the start."""
    early, late = sorted((one, other))

    assert due(length, unit, early, stops) <= due(length, unit, late, stops)


@given(starts, lengths, lengths, units, pauses)
def test_a_longer_period_never_ends_earlier(start, one, other, unit, stops):
    short, long = sorted((one, other))

    assert due(short, unit, start, stops) <= due(long, unit, start, stops)


@given(starts, st.integers(1, 60), st.integers(1, 60))
def test_working_days_add_up(start, first, second):
    middle = count(Period(first, Unit.WORKING_DAY), start, CALENDAR).last_day
    noon = datetime(middle.year, middle.month, middle.day, 4, tzinfo=UTC)

    assert due(second, Unit.WORKING_DAY, noon) == due(first + second, Unit.WORKING_DAY, start)


@given(starts, lengths, lengths, pauses)
def test_hours_add_up(start, first, second, stops):
    middle = due(first, Unit.HOUR, start, stops)

    assert due(second, Unit.HOUR, middle, stops) <= due(first + second, Unit.HOUR, start, stops)
    assert due(second, Unit.HOUR, due(first, Unit.HOUR, start)) == due(
        first + second, Unit.HOUR, start
    )


@given(starts, lengths, units, st.integers(-14, 14))
def test_the_zone_in_which_the_start_is_told_changes_nothing(start, length, unit, hours):
    elsewhere = start.astimezone(timezone(timedelta(hours=hours)))

    assert count(Period(length, unit), elsewhere, CALENDAR) == count(
        Period(length, unit), start, CALENDAR
    )


@given(starts, lengths, units, pauses)
def test_a_pause_never_shortens(start, length, unit, stops):
    assert due(length, unit, start, stops) >= due(length, unit, start)


@given(starts, lengths, units, pauses, pauses)
def test_more_pauses_never_shorten(start, length, unit, some, more):
    assert due(length, unit, start, some + more) >= due(length, unit, start, some)


@given(starts, st.integers(1, 120), units, pauses)
def test_an_open_pause_stops_the_count_or_comes_after_its_end(start, length, unit, stops):
    since = start + timedelta(days=20)
    closed = due(length, unit, start, stops)

    stopped = count(Period(length, unit), start, CALENDAR, [*stops, Pause(since, None, "鉴定")])

    assert stopped.due_at in (None, closed)


@given(starts, st.integers(1, 120), day_units, pauses)
def test_as_many_days_are_listed_as_were_asked_for(start, length, unit, stops):
    counted = count(Period(length, unit), start, CALENDAR, stops)

    assert len(counted.counted_days) == length
    assert counted.counted_days[-1] == counted.reached


@given(starts, st.integers(1, 120), units)
def test_the_last_day_of_rolling_days_is_worked(start, length, unit):
    last = count(Period(length, unit), start, CALENDAR).last_day

    assert last is None or CALENDAR.is_working(last)


@given(st.dates(date(2023, 1, 1), date(2026, 6, 1)), st.integers(1, 100))
def test_counting_back_leaves_just_enough_working_days(day, length):
    event = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)

    last = count_back(Period(length, Unit.WORKING_DAY), event, CALENDAR).last_day

    days = [last + timedelta(days=passed) for passed in range((day - last).days)]
    assert (
        len([calendar_day for calendar_day in days if CALENDAR.is_working(calendar_day)]) == length
    )


def test_a_longer_period_is_no_more_work_to_count():
    start = datetime(2026, 9, 29, 2, tzinfo=UTC)

    def effort(length):
        return calls_of(lambda: count(Period(length, Unit.WORKING_DAY), start, CALENDAR))

    effort(200)

    assert effort(200) == effort(5)
