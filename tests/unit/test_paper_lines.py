"""Line breaking of Chinese text: no loss, no overflow, punctuation rules; and day formats."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.papers.date_words import BLANK_DAY, day_numerals, day_words
from shared.papers.line_breaking import NEVER_FIRST, NEVER_LAST, break_lines, printable
from shared.papers.model import Cell, Table

WIDTH = 8.0
texts = st.text(alphabet="某县环保，。（）《》“”ab1 .\n", max_size=80)


def width(char: str) -> float:
    return 0.5 if char.isascii() else 1.0


@given(texts)
def test_no_character_is_lost_and_no_line_is_too_wide(text):
    lines = break_lines(text, WIDTH, width)

    assert "".join(lines).replace(" ", "") == printable(text).replace("\n", "").replace(" ", "")
    assert all(sum(map(width, line)) <= WIDTH for line in lines)


@pytest.mark.parametrize(
    "text", ["某某某某某某某某，某", "某某某某某某某（某某）", "某某某某某某《某某》。"]
)
def test_closing_marks_never_begin_a_line_and_opening_ones_never_end_one(text):
    lines = break_lines(text, WIDTH, width)

    assert len(lines) > 1
    assert not any(line[0] in NEVER_FIRST for line in lines[1:])
    assert not any(line[-1] in NEVER_LAST for line in lines[:-1])


def test_a_number_is_kept_whole():
    assert break_lines("某某某某某某2026.10号", WIDTH, width) == ["某某某某某某", "2026.10号"]


@pytest.mark.parametrize(
    ("day", "words", "numerals"),
    [
        (date(2026, 10, 8), "2026年10月8日", "二〇二六年十月八日"),
        (date(2027, 1, 20), "2027年1月20日", "二〇二七年一月二十日"),
        (date(2026, 12, 31), "2026年12月31日", "二〇二六年十二月三十一日"),
        (None, BLANK_DAY, BLANK_DAY),
    ],
)
def test_days_are_written_both_ways(day, words, numerals):
    assert (day_words(day), day_numerals(day)) == (words, numerals)


def test_a_row_that_does_not_fill_its_table_is_a_mistake():
    with pytest.raises(ValueError, match="2 columns"):
        Table((1, 1), ((Cell("某某"),),))
