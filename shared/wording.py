"""Lists in a sentence: as many names as a reader takes in, then how many there are."""

from collections.abc import Iterable

MOST_NAMED = 20
LONGEST_REASON = 2000


def listed(items: Iterable[str], most: int = MOST_NAMED) -> str:
    """Join names with 、; of more than `most` the first are named and all are counted."""
    names = list(dict.fromkeys(items))
    if len(names) <= most:
        return "、".join(names)
    return f"{'、'.join(names[:most])}等 {len(names)} 个"


def cut(text: str, longest: int = LONGEST_REASON) -> str:
    """Cut a text to the length that a reason may have, and show that it was cut."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
