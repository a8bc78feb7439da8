"""How papers write days, and what is left open for the pen."""

from datetime import date

DIGITS = "〇一二三四五六七八九"
SEAL = "（盖章处）"
NO_TEXT_HERE = "（此页无正文）"
"""What stands before a signature that is alone on its page."""

BLANK = "________"
BLANK_DAY = "    年  月  日"


def day_words(day: date | None) -> str:
    """Write a day as 2026年10月8日; None leaves it to the pen."""
    return BLANK_DAY if day is None else f"{day.year}年{day.month}月{day.day}日"


def day_numerals(day: date | None) -> str:
    """Write a day in Chinese numerals, as 二〇二六年十月八日; None leaves it to the pen."""
    if day is None:
        return BLANK_DAY
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{_numeral(day.month)}月{_numeral(day.day)}日"


def open_if_none(text: str | None) -> str:
    """Write a text within a sentence; None leaves a line to write on."""
    return BLANK if text is None else text


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return DIGITS[ones]
    return f"{DIGITS[tens] if tens > 1 else ''}十{DIGITS[ones] if ones else ''}"
