"""The table of lunar days agrees with computed new moons and solar longitudes.

Meeus, Astronomical Algorithms, chapters 25 and 49, with the largest terms: accurate to minutes. A
new moon that close to midnight in Beijing leaves the day ambiguous by one.
"""

from datetime import date, datetime, timedelta
from math import floor, radians, sin

import pytest

from shared.calendar.holiday_regulation import lunar_days

BEIJING = timedelta(hours=8)
DOUBT = timedelta(minutes=20)
ODD = (2033, 2034, 2053)
"""Years in which a month contains two solar terms, and a later month none."""

J2000 = datetime(2000, 1, 1, 12)  # noqa: DTZ001  its own time scale
DELTA_T = timedelta(seconds=70)


def sun_longitude(at: datetime) -> float:
    t = (at - J2000) / timedelta(days=36525)
    mean = 280.46646 + 36000.76983 * t
    anomaly = radians(357.52911 + 35999.05029 * t)
    centre = (1.914602 - 0.004817 * t) * sin(anomaly) + 0.019993 * sin(2 * anomaly)
    node = radians(125.04 - 1934.136 * t)
    return (mean + centre + 0.000289 * sin(3 * anomaly) - 0.00569 - 0.00478 * sin(node)) % 360


def when_sun_is_at(longitude: float, near: datetime) -> datetime:
    at = near
    for _ in range(6):
        at += timedelta(days=((longitude - sun_longitude(at) + 180) % 360 - 180) / 0.9856)
    return at - DELTA_T + BEIJING


def new_moon(number: int) -> datetime:
    t = number / 1236.85
    day = 2451550.09766 + 29.530588861 * number + 0.00015437 * t * t
    eccentric = 1 - 0.002516 * t
    sun = radians(2.5534 + 29.1053567 * number)
    moon = radians(201.5643 + 385.81693528 * number + 0.0107582 * t * t)
    latitude = radians(160.7108 + 390.67050284 * number - 0.0016118 * t * t)
    node = radians(124.7746 - 1.56375588 * number + 0.0020672 * t * t)
    day += -0.4072 * sin(moon) + 0.17241 * eccentric * sin(sun) + 0.01608 * sin(2 * moon)
    day += 0.01039 * sin(2 * latitude) + 0.00739 * eccentric * sin(moon - sun)
    day += -0.00514 * eccentric * sin(moon + sun) + 0.00208 * sin(2 * sun)
    day += -0.00111 * sin(moon - 2 * latitude) - 0.00057 * sin(moon + 2 * latitude)
    day += 0.00056 * sin(2 * moon + sun) - 0.00042 * sin(3 * moon) - 0.00017 * sin(node)
    day += 0.00042 * sin(sun + 2 * latitude) + 0.00038 * sin(sun - 2 * latitude)
    return J2000 + timedelta(days=day - 2451545) - DELTA_T + BEIJING


def month_with(longitude: float, near: datetime) -> datetime:
    """Return the new moon that begins the month in which the sun reaches a longitude."""
    term = when_sun_is_at(longitude, near)
    number = floor((term - datetime(2000, 1, 6)) / timedelta(days=29.530588861)) + 1  # noqa: DTZ001
    begins = (new_moon(number + step) for step in (1, 0, -1, -2))
    return next(begun for begun in begins if begun.date() <= term.date())


def days(at: datetime, later: int) -> set[date]:
    return {(at + step).date() + timedelta(days=later) for step in (-DOUBT, DOUBT)}


years = pytest.mark.parametrize("year", [year for year in lunar_days() if year not in ODD])


@years
def test_the_days_of_a_year_are_where_the_moon_and_the_sun_put_them(year):
    told = lunar_days()[year]

    assert told["spring_festival"] in days(month_with(330, datetime(year, 2, 19)), 0)  # noqa: DTZ001
    assert told["dragon_boat"] in days(month_with(90, datetime(year, 6, 21)), 4)  # noqa: DTZ001
    assert told["mid_autumn"] in days(month_with(180, datetime(year, 9, 23)), 14)  # noqa: DTZ001
    assert told["qingming"] in days(when_sun_is_at(15, datetime(year, 4, 5)), 0)  # noqa: DTZ001


def test_the_odd_years_are_those_that_almanacs_give():
    assert lunar_days()[2033]["spring_festival"] == date(2033, 1, 31)
    assert lunar_days()[2033]["mid_autumn"] == date(2033, 9, 8)
    assert lunar_days()[2034]["spring_festival"] == date(2034, 2, 19)
    assert lunar_days()[2053]["spring_festival"] == date(2053, 2, 19)


def test_the_table_covers_every_year_that_can_be_counted():
    assert sorted(lunar_days()) == list(range(1992, 2100))
