"""Dates and blanks as they appear in papers."""

from datetime import date

DIGITS = "〇一二三四五六七八九"
SEAL = "（盖章处）"
NO_TEXT_HERE = "（此页无正文）"
"""What stands before a signature that is alone on its page."""

BLANK = "________"
BLANK_DAY = "    年  月  日"


def day_words(day: date | None) -> str:
    """Format a day as 2026年10月8日; None leaves a blank for handwriting."""
    return BLANK_DAY if day is None else f"{day.year}年{day.month}月{day.day}日"


def day_numerals(day: date | None) -> str:
    """Format a day in Chinese numerals, such as 二〇二六年十月八日; None leaves a blank."""
    if day is None:
        return BLANK_DAY
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{_numeral(day.month)}月{_numeral(day.day)}日"


def open_if_none(text: str | None) -> str:
    """Return a text within a sentence; None leaves a blank line for handwriting."""
    return BLANK if text is None else text


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return DIGITS[ones]
    return f"{DIGITS[tens] if tens > 1 else ''}十{DIGITS[ones] if ones else ''}"
