"""Scripts that need shaping: joined letters, or right-to-left direction."""

import re
from collections.abc import Iterator

JOINED = (
    "\u0590-\u08ff\u0900-\u0dff\u0f00-\u0fff\u1000-\u109f\u1780-\u18af\u1a20-\u1aaf"
    "\ua840-\ua87f\ufb1d-\ufdff\ufe70-\ufefc\U00016f00-\U00016f9f"
)
"""Hebrew, Arabic, those of India, Tibetan, Burmese, Khmer, Mongolian, Tai Tham, Phags-pa, Miao."""

_RUN = re.compile(f"[{JOINED}]+(?: +[{JOINED}]+)*")


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """Split a text into parts, each with whether its letters need shaping."""
    end = 0
    for found in _RUN.finditer(text):
        if found.start() > end:
            yield text[end : found.start()], False
        yield found[0], True
        end = found.end()
    if end < len(text):
        yield text[end:], False
