"""A range of one subject's sequence numbers that a subscriber misses."""

from collections.abc import Iterable, Iterator
from typing import Annotated

from liandong.envelope.validation import LARGEST_SEQUENCE, LONGEST_TEXT
from shared.messages.declare import Between, Example, Length, Title, Verbatim, value_object

MOST_GAPS = 200
MOST_CHARACTERS = 16_000


@value_object("缺号")
class Gap:
    """The events of a subject between two numbers, both exclusive.

    `number` is the event that blocks a lane; 0 if none does, and then absence is not answered.
    """

    about: Annotated[
        str, Verbatim(), Title("事项"), Length(1, LONGEST_TEXT), Example("140728-0007")
    ]
    after: Annotated[int, Title("起（不含）"), Between(0, LARGEST_SEQUENCE), Example(3)]
    before: Annotated[int, Title("止（不含）"), Between(0, LARGEST_SEQUENCE), Example(6)]
    number: Annotated[int, Title("所缺序号"), Between(0, LARGEST_SEQUENCE), Example(5)] = 0


def parts(gaps: Iterable[Gap]) -> Iterator[tuple[Gap, ...]]:
    """Split gaps into requests of bounded size."""
    part: list[Gap] = []
    characters = 0
    for gap in gaps:
        if part and (len(part) >= MOST_GAPS or characters + len(gap.about) > MOST_CHARACTERS):
            yield tuple(part)
            part, characters = [], 0
        part.append(gap)
        characters += len(gap.about)
    if part:
        yield tuple(part)
