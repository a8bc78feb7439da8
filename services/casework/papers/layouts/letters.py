"""The shape of a letter: office, title, number, addressee, text, seal and day."""

from collections.abc import Sequence
from datetime import date

from shared.papers import BLANK, Block, Sheet, Signature, TextBlock, addressee, copies, day_words


def letter(
    title: str,
    office: str,
    number: str | None,
    to: str,
    said: Sequence[str | Block],
    day: date | None,
    copies_to: Sequence[str] = (),
    attached: Sequence[Block] = (),
) -> Sheet:
    """Lay out a letter; texts become paragraphs, attachments follow the seal."""
    blocks = tuple(TextBlock(part) if isinstance(part, str) else part for part in said)
    body = (addressee(to), *blocks, Signature(office, day), *copies(copies_to), *attached)
    return Sheet(title, body, office=office, number=number or BLANK)


def referring(letter_number: str | None) -> str:
    """Name the transfer letter that an answer is about."""
    return f"（案件移送书文号：{letter_number or BLANK}）"


def on_day(day: date | None) -> str:
    """Write a day within a sentence, or the room for one."""
    return day_words(day) if day else "____年__月__日"


def titled(name: str, text: str | None) -> str:
    """Write a field of a letter as a paragraph."""
    return f"{name}：{text or BLANK}"
