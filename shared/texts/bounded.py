"""Generated texts for bounded fields: they fit, however many names they contain."""

from collections.abc import Iterable

LONGEST = 2000
"""How many characters a reason or a note of a contract may have, as `Words` of the vocabulary."""

SPARE = 200
"""What is left for the words around a list of names."""


def enumerated(names: Iterable[str], most: int = LONGEST - SPARE) -> str:
    """Join distinct names by `、` within `most` characters; omitted names are only counted.

    >>> enumerated(("甲", "乙", "丙"))
    '甲、乙、丙'
    >>> enumerated(("140728-0001", "140728-0002", "140728-0003"), most=32)
    '140728-0001、140728-0002等 3 个'
    """
    told = list(dict.fromkeys(names))
    whole = "、".join(told)
    if len(whole) <= most:
        return whole
    rest = f"等 {len(told)} 个"
    kept: list[str] = []
    used = len(rest)
    for name in told:
        used += len(name) + bool(kept)
        if used > most:
            break
        kept.append(name)
    return "、".join(kept) + rest


def shortened(text: str, most: int = LONGEST - SPARE) -> str:
    """Cut a text to `most` characters; the last one is `…` if something is cut off.

    >>> shortened("经核查不成立", most=4)
    '经核查…'
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def cut_to_fit(text: str) -> str:
    """Cut a complete reason to the length that a contract allows."""
    return shortened(text, LONGEST)
