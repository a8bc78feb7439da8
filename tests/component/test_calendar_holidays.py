"""Calendars: what a notice states, what a version knows, and what is not known yet."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from shared.calendar import CalendarError, calendar_of, latest, versions
from shared.calendar.holiday_notices import Notice, notices
from shared.calendar.holiday_regulation import days_off
from shared.calendar.holidays import compose


def test_there_is_a_version_for_every_notice_and_the_last_is_the_latest():
    assert versions() == ("2022-12-08", "2023-10-25", "2024-11-12", "2025-11-04")
    assert latest() is calendar_of("2025-11-04")


def test_a_calendar_is_known_until_the_end_of_the_year_of_its_last_notice():
    calendar = calendar_of("2025-11-04")

    assert calendar.known_until == date(2026, 12, 31)
    assert calendar.knows(date(2026, 12, 31))
    assert not calendar.knows(date(2027, 1, 1))
    assert not calendar.knows(date(2003, 12, 31))


def test_days_off_and_make_up_days_are_those_of_the_notice():
    """国办发明电〔2025〕7号."""
    calendar = latest()

    assert not any(calendar.is_working(date(2026, 10, day)) for day in range(1, 8))
    assert calendar.is_working(date(2026, 9, 20))
    assert calendar.is_working(date(2026, 10, 10))


def test_every_day_since_2004_is_as_the_package_says():
    day, last = date(2004, 1, 1), date(2026, 12, 31)
    while day <= last:
        assert latest().is_working(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_a_year_without_a_notice_has_weekends_and_the_holidays_of_the_regulation():
    """全国年节及纪念日放假办法 (2024)."""
    calendar = calendar_of("2025-11-04")

    off = {
        day
        for passed in range(365)
        if not calendar.is_working(day := date(2027, 1, 1) + timedelta(days=passed))
        and day.weekday() < 5
    }
    assert off == {
        date(2027, 1, 1),
        *(date(2027, 2, day) for day in (5, 8)),
        date(2027, 4, 5),
        date(2027, 6, 9),
        date(2027, 9, 15),
        date(2027, 10, 1),
    }
    assert not calendar.knows(date(2027, 10, 1))


def test_an_older_version_does_not_know_a_later_notice():
    old = calendar_of("2024-11-12")

    assert old.known_until == date(2025, 12, 31)
    assert not old.is_working(date(2026, 10, 1))
    assert old.is_working(date(2026, 10, 5))
    assert not old.is_working(date(2025, 10, 6))


def test_a_version_knows_the_regulation_as_it_stood_then():
    """除夕 and 2 May are days off by the edition of 2024-11-10, from 2025 on."""
    before, after = calendar_of("2023-10-25"), calendar_of("2024-11-12")

    assert before.is_working(date(2025, 1, 28))
    assert before.is_working(date(2025, 5, 2))
    assert not before.is_working(date(2025, 1, 29))
    assert not after.is_working(date(2026, 2, 16))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2003, 10, 1), False),
        (date(2003, 10, 3), False),
        (date(2003, 10, 6), True),
        (date(2003, 6, 4), True),
        (date(1999, 5, 3), True),
        (date(1999, 10, 1), False),
        (date(1998, 10, 2), False),
        (date(1998, 1, 28), False),
    ],
)
def test_years_before_the_notices_have_the_holidays_of_their_regulation(day, worked):
    assert latest().is_working(day) == worked


def test_the_regulation_agrees_with_every_notice():
    """Each day that it fixes was a day off in the arrangement of the year."""
    fixed = days_off(date(2026, 1, 1))

    assert {day for day in fixed if 2004 <= day.year <= 2026 and latest().is_working(day)} == set()


def test_a_later_notice_overrides_an_earlier_one():
    day = date(2026, 9, 3)
    off = Notice("2026-05-13", 2026, "某某号", "某某通知", "某某", frozenset({day}), frozenset())

    changed = compose((*notices(), off))

    assert latest().is_working(day)
    assert not changed.is_working(day)
    assert (changed.version, changed.known_until) == ("2026-05-13", date(2026, 12, 31))


def test_a_notice_names_its_document_and_its_source():
    assert all(notice.document and notice.source and notice.off for notice in notices())
    assert all(f"{notice.year}年" in notice.title for notice in notices())


def test_an_unknown_version_is_answered_with_those_there_are():
    with pytest.raises(CalendarError, match="2025-11-04"):
        calendar_of("2020-01-01")


def test_a_day_beyond_the_index_is_refused():
    with pytest.raises(CalendarError, match="1992年至2099年"):
        latest().is_working(date(2100, 1, 1))
