"""Golden table: ends of periods found by stepping day by day, and partly by hand."""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from shared.calendar import Pause, Period, Unit, calendar_of, count, count_back
from shared.calendar.parsing import moment_of

CALENDAR = calendar_of("2025-11-04")
CALENDAR = calendar_of("2025-11-04")
TABLE = Path(__file__).parents[1] / "golden" / "clocks.csv"


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pauses_of(row: dict[str, str]) -> list[Pause]:
    spans = [span.split("/") for span in row["pauses"].split()]
    return [Pause(moment_of(a), moment_of(b) if b else None, "补正") for a, b in spans]


@pytest.mark.parametrize(
    "row", rows(), ids=lambda row: f"{row['start'][:10]}+{row['length']}{row['unit']}"
)
def test_a_period_ends_when_the_table_says(row):
    """[17号 38; 853号 19] and the article of each row."""
    period = Period(abs(int(row["length"])), Unit(row["unit"]))
    start = datetime.fromisoformat(row["start"])

    if row["length"].startswith("-"):
        counted = count_back(period, start, CALENDAR)
    else:
        counted = count(period, start, CALENDAR, pauses_of(row))

    due = datetime.fromisoformat(row["due_at"]) if row["due_at"] else None
    assert str(counted.last_day or "") == row["last_day"]
    assert counted.due_at == due
    assert counted.provisional == (row["provisional"] == "yes")


def test_the_table_is_as_large_and_as_wide_as_it_was_promised_to_be():
    found = rows()

    assert len(found) >= 300
    assert {row["unit"] for row in found} == set(Unit)
    assert {row["start"][:4] for row in found} == {
        *("2003", "2023", "2024", "2025", "2026", "2027")
    }
    assert len([row for row in found if row["checked"] == "by hand"]) >= 25
    assert all(row["basis"] for row in found)
