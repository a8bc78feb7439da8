"""A count explains itself in one Chinese sentence."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar import Pause, Period, Unit, calendar_of, count, count_back, explain
from shared.calendar.legal_days import LEGAL_ZONE

CALENDAR = calendar_of("2025-11-04")


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LEGAL_ZONE)


def told(length: int, unit: Unit, start: str = "2026-09-29T10:00", *pauses: Pause, **more) -> str:
    return explain(count(Period(length, unit), shanghai(start), CALENDAR, pauses, **more))


def supplement(since: str, until: str | None, why: str = "补正") -> Pause:
    return Pause(shanghai(since), shanghai(until) if until else None, why)


def test_working_days_are_told_one_after_the_other():
    assert told(3, Unit.WORKING_DAY) == (
        "2026-09-29起算（当日不计），9月30日为第1日，10月1日至7日放假，10月8日至9日为第2至3日，至2026-10-09止"
    )


def test_what_happened_on_the_first_day_can_be_named():
    counted = count(Period(1, Unit.WORKING_DAY), shanghai("2026-09-29T10:00"), CALENDAR)

    assert explain(counted, "收到").startswith("2026-09-29收到（当日不计），")


def test_an_end_that_moved_is_told():
    """[17号 38]."""
    assert told(3, Unit.NATURAL_DAY).endswith(
        "9月30日至10月2日为第1至3日，期满日10月2日休息，顺延至下一工作日10月8日，至2026-10-08止"
    )


def test_make_up_days_and_weekends_are_told():
    spoken = told(5, Unit.WORKING_DAY)

    assert "10月10日（调休上班）为第4日，10月11日周末，10月12日为第5日" in spoken


def test_hours_are_told_by_the_clock_of_shanghai():
    assert told(24, Unit.HOUR) == (
        "2026-09-29 10:00起算，连续计算24小时（节假日不停），至2026-09-30 10:00止"
    )


def test_a_pause_is_told_with_its_reason():
    pause = supplement("2026-10-08T09:00", "2026-10-09T15:00")

    assert "10月8日至9日因补正中止不计" in told(3, Unit.WORKING_DAY, "2026-09-29T10:00", pause)


def test_a_pause_without_a_reason_is_told_too():
    pause = supplement("2026-10-08T09:00", "2026-10-09T15:00", why="")

    assert "10月8日至9日中止不计" in told(3, Unit.WORKING_DAY, "2026-09-29T10:00", pause)


def test_a_pause_of_hours_is_told_only_if_it_stopped_something():
    within = supplement("2026-09-29T20:00", "2026-09-30T08:00")
    after = supplement("2026-10-08T09:00", "2026-10-09T15:00")

    spoken = told(24, Unit.HOUR, "2026-09-29T10:00", within, after)

    assert "2026-09-29 20:00至2026-09-30 08:00因补正中止不计" in spoken
    assert "10-08" not in spoken


@pytest.mark.parametrize("unit", [Unit.HOUR, Unit.NATURAL_DAY, Unit.WORKING_DAY])
def test_while_a_pause_is_open_the_sentence_says_so(unit):
    pause = supplement("2026-09-30T09:00", None, why="鉴定")

    spoken = told(48, unit, "2026-09-29T10:00", pause)

    assert spoken.endswith("因鉴定中止，尚未恢复，暂无届满时间")


def test_the_year_is_named_where_it_changes():
    spoken = told(7, Unit.NATURAL_DAY, "2026-12-29T10:00")

    assert "12月30日至2027年1月5日为第1至7日" in spoken


def test_a_provisional_end_says_so():
    assert "2026年之后的放假安排未入本版日历" in told(3, Unit.WORKING_DAY, "2026-12-30T10:00")


def test_a_long_count_is_shortened_in_the_middle():
    spoken = told(90, Unit.WORKING_DAY, "2026-01-05T10:00")

    assert "……（其间计" in spoken
    assert len(spoken) < 400


def test_counting_back_is_told():
    """[3号令 14]."""
    counted = count_back(Period(3, Unit.WORKING_DAY), shanghai("2026-10-12T08:00"), CALENDAR)

    assert explain(counted) == (
        "以2026-10-12为界向前推算（当日不计），10月11日周末，10月10日（调休上班）为第1日，"
        "10月8日至9日为第3至2日，最迟2026-10-08"
    )


def test_counting_back_to_a_day_off_is_told():
    counted = count_back(Period(3, Unit.NATURAL_DAY), shanghai("2026-10-07T08:00"), CALENDAR)

    assert "10月4日休息，提前至9月30日，最迟2026-09-30" in explain(counted)


def test_a_length_of_zero_is_told():
    at_once = count_back(Period(0, Unit.WORKING_DAY), shanghai("2026-10-07T08:00"), CALENDAR)

    assert told(0, Unit.WORKING_DAY) == "2026-09-29起算，当日为止"
    assert explain(at_once) == "以2026-10-07为界，最迟当日"


def test_hours_counted_back_are_told():
    counted = count_back(Period(48, Unit.HOUR), shanghai("2026-10-07T08:00"), CALENDAR)

    assert explain(counted) == "2026-10-07 08:00为界，向前推48小时，最迟2026-10-05 08:00止"


def test_a_start_day_that_counts_is_told():
    spoken = told(1, Unit.WORKING_DAY, counts_start_day=True)

    assert spoken == "2026-09-29起算（当日计入），9月29日为第1日，至2026-09-29止"


@given(
    st.datetimes(datetime(2022, 6, 1), datetime(2027, 6, 1)),  # noqa: DTZ001  given a zone next
    st.integers(0, 200),
    st.sampled_from(Unit),
    st.lists(st.integers(0, 100), max_size=3),
)
def test_every_count_can_be_explained(naive, length, unit, days):
    start = naive.replace(tzinfo=LEGAL_ZONE)
    stops = [
        Pause(start.replace(year=2027, month=1, day=1 + day % 28), None, "补正") for day in days
    ]

    counted = count(Period(length, unit), start, CALENDAR, stops)

    assert "起算" in explain(counted)
    assert (str(counted.last_day) in explain(counted)) or counted.last_day is None or not length
