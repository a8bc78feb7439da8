"""Texts that code puts together for bounded fields: they fit, however much there is to name."""

from collections.abc import Iterable

LONGEST = 2000
"""How many characters a reason or a note of a contract may have, as `Words` of the vocabulary."""

SPARE = 200
"""What is left for the words around a list of names."""


def enumerated(names: Iterable[str], most: int = LONGEST - SPARE) -> str:
    """Join names by `、`, each once, within `most` characters; what does not fit is counted.

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
    """Cut a text to `most` characters, the last one `…` where something is missing.

    >>> shortened("经核查不成立", most=4)
    '经核查…'
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def cut_to_fit(text: str) -> str:
    """Cut a whole reason to the length that a contract allows."""
    return shortened(text, LONGEST)
