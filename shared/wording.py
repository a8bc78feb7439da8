"""Texts that code puts together for bounded fields: they fit, however much there is to name."""

from collections.abc import Sequence

LONGEST = 2000
"""How many characters a reason or a note of a contract may have (`shared.fields.Words`)."""

SPARE = 200
"""What is left for the words around a list of names."""


def enumerated(names: Sequence[str], most: int = LONGEST - SPARE) -> str:
    """Join names by `、` within `most` characters; what does not fit is told as a number.

    >>> enumerated(["甲", "乙", "丙"])
    '甲、乙、丙'
    >>> enumerated(["140728-0001", "140728-0002", "140728-0003"], most=32)
    '140728-0001、140728-0002等 3 个'
    """
    whole = "、".join(names)
    if len(whole) <= most:
        return whole
    rest = f"等 {len(names)} 个"
    kept: list[str] = []
    used = len(rest)
    for name in names:
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
