"""Writes tests/golden/clocks.csv: the expected ends of periods, without the platform's code.

Days are counted one by one over the State Council's lists, which are duplicated in golden_cases.py
and compared with the package chinesecalendar.
Run it only to add rows, and review the diff: `.venv/bin/python scripts/golden_clocks.py`.
"""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import chinese_calendar
from golden_cases import BY_HAND, CLOCKS, MAKE_UP, OFF, SPECIAL, STARTS

TARGET = Path(__file__).parents[1] / "tests" / "golden" / "clocks.csv"
ZONE = timezone(timedelta(hours=8))
DAY = timedelta(days=1)

HEAD = (
    *("start", "length", "unit", "pauses"),
    *("last_day", "due_at", "provisional", "basis", "checked"),
)

Span = tuple[datetime, datetime]


def main() -> None:
    """Compute every row, compare with hand-counted values and the package, write the table."""
    compare_with_package()
    rows = [*grid(), *special()]
    TARGET.parent.mkdir(exist_ok=True)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEAD, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    found = {(row["start"][:10], row["length"], row["unit"]) for row in rows if row["checked"]}
    assert found == set(on_paper()), set(on_paper()) - found


def grid() -> Iterator[dict[str, str]]:
    """Yield a row for every start with every clock."""
    for start in STARTS.split():
        for length, unit, basis in CLOCKS:
            yield row(start, length, unit, "", basis)


def special() -> Iterator[dict[str, str]]:
    """Yield the rows of SPECIAL."""
    for line in SPECIAL.strip().splitlines():
        yield row(*line.split("|"))


def row(start: str, length: str, unit: str, pauses: str, basis: str) -> dict[str, str]:
    """Compute one row of the table."""
    begun = at(start)
    spans = [span(text) for text in pauses.split()]
    last = due = None
    if unit == "hour":
        due = walk_hours(begun, int(length), spans)
    else:
        last = walk_days(begun, int(length), unit, spans)
        due = last and datetime(last.year, last.month, last.day, tzinfo=ZONE) + DAY
    checked = on_paper().get((start[:10], length, unit)) if not spans else None
    assert checked in (None, last), (start, length, unit, checked, last)
    rolls = unit != "hour" and length != "0"
    unsure = rolls and last is not None and not 2004 <= last.year <= 2026
    values = (
        begun.isoformat(timespec="minutes"),
        length,
        unit,
        pauses,
        str(last or ""),
        due.astimezone(UTC).isoformat() if due else "",
        "yes" if unsure else "no",
        basis,
        "by hand" if checked else "",
    )
    return dict(zip(HEAD, values, strict=True))


def walk_days(begun: datetime, length: int, unit: str, spans: list[Span]) -> date | None:
    """Return the last day of a period, rolled to a working day; None for an open pause."""
    step = -DAY if length < 0 else DAY
    day, left = begun.astimezone(ZONE).date(), abs(length)
    if unit == "month":
        left = abs((same_day(day, length) - day).days)
    if left == 0:
        return day
    while left:
        day += step
        if day.year > 2090:
            return None  # an open pause
        if not paused(day, spans) and (unit != "working_day" or works(day)):
            left -= 1
    while unit != "working_day" and (not works(day) or paused(day, spans)):
        day += step
        if day.year > 2090:
            return None
    return day


def walk_hours(begun: datetime, length: int, spans: list[Span]) -> datetime | None:
    """Return the end of a period of hours, counted by minutes; None for an open pause."""
    now, left, step = begun, abs(length) * 60, timedelta(minutes=-1 if length < 0 else 1)
    while left:
        if now.year > 2026 and spans:
            return None
        left -= not any(since <= now < until for since, until in spans)
        now += step
    return now


def paused(day: date, spans: list[Span]) -> bool:
    """Return whether a pause overlaps a day."""
    begin = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    return any(max(begin, since) < min(begin + DAY, until) for since, until in spans)


def same_day(day: date, months: int) -> date:
    """Return the day `months` later, or the last day of that month if it is shorter."""
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        year, month = (
            (year + 1, 1) if month > 12 else (year - 1, 12) if month < 1 else (year, month)
        )
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError(day)


def works(day: date) -> bool:
    """Return whether a day is a working day by OFF and MAKE_UP."""
    if str(day) in MAKE_UP.split():
        return True
    off = (span.split("/") for span in OFF.split())
    return day.weekday() < 5 and not any(first <= str(day) <= last for first, last in off)


def compare_with_package() -> None:
    """Fail if OFF and MAKE_UP differ from the package for 2023 to 2026."""
    day = date(2023, 1, 1)
    while day.year < 2027:
        assert works(day) == chinese_calendar.is_workday(day), day
        day += DAY


def on_paper() -> dict[tuple[str, str, str], date]:
    """Parse BY_HAND."""
    cells = [line.split() for line in BY_HAND.strip().replace("\n", "|").split("|")]
    return {(start, n, unit): date.fromisoformat(last) for start, n, unit, last in cells}


def at(text: str) -> datetime:
    """Parse a local time of Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def span(text: str) -> Span:
    """Parse a pause; an open one ends in 2099, after every period."""
    since, _, until = text.partition("/")
    return at(since), at(until or "2099-01-01T00:00")


if __name__ == "__main__":
    main()
