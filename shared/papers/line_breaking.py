"""Break Chinese text into lines: closing marks never begin a line, opening marks never end one."""

import re
import unicodedata
from collections.abc import Callable, Iterator

from shared.papers.fonts.scripts import JOINED

Measure = Callable[[str], float]
"""Tells the width of one character."""

NEVER_FIRST = frozenset("，。；：、？！）》〉」』”’〕】…—·,.;:?!)]}%")
NEVER_LAST = frozenset("（《〈「『“‘〔【([{")
_TOKEN = re.compile(rf"[A-Za-z0-9_\-./@#&+]+|[{JOINED}]+|.", re.S)
SHAPELESS = {"Cc", "Cf", "Cs"}
VARIANTS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


def printable(text: str) -> str:
    """Remove characters without a glyph: control, format and variation selector characters."""
    return "".join(char for char in text.replace("\t", " ") if char == "\n" or _has_shape(char))


def _has_shape(char: str) -> bool:
    number = ord(char)
    if unicodedata.category(char) in SHAPELESS or any(number in block for block in VARIANTS):
        return False
    return number & 0xFFFE != 0xFFFE and not 0xFDD0 <= number <= 0xFDEF  # noncharacters of Unicode


def break_lines(text: str, width: float, measure: Measure) -> list[str]:
    """Break text into lines of at most `width`; existing line ends are preserved.

    A word of Latin letters or digits is not broken, unless it is wider than a line.
    """
    return [
        line
        for paragraph in printable(text).split("\n")
        for line in _lines(paragraph, width, measure)
    ]


def _lines(paragraph: str, width: float, measure: Measure) -> Iterator[str]:
    line, taken = "", 0.0
    for unit in _units(paragraph):
        size = sum(map(measure, unit))
        if taken + size > width and line:
            yield line.rstrip(" ")
            line, taken = "", 0.0
        if size <= width:
            line, taken = line + unit, taken + size
            continue
        for char in unit:
            if taken + measure(char) > width and line:
                yield line
                line, taken = "", 0.0
            line, taken = line + char, taken + measure(char)
    yield line


def _units(paragraph: str) -> Iterator[str]:
    """Yield unbreakable units: a word or character with its adjacent punctuation."""
    held = ""
    for token in _TOKEN.findall(paragraph):
        clings = token in NEVER_FIRST or (held and held[-1] in NEVER_LAST)
        if held and not clings:
            yield held
            held = ""
        held += token
    if held:
        yield held
