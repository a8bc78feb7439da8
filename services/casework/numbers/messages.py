"""What a department is told whose number another department uses as well."""

from enum import StrEnum
from typing import Annotated

from shared.messages import Classification, Example, Title, event
from shared.vocabulary import Id, Name


class NumberKind(StrEnum):
    """What a number names."""

    CASE = "涉嫌犯罪案件"
    DETENTION = "行政拘留案件"
    CLUE = "线索"


@event(
    "number.contested",
    title="编号被另一部门使用",
    subject="matter_id",
    classification=Classification.RESTRICTED,
    recipient="owner",
    sealed_for=("@owner",),
)
class NumberContested:
    """Two departments call something of theirs by one number: both are kept, and each is told.

    A number belongs to who published it first (D); whoever keeps both tells each of the other.
    """

    matter_id: Annotated[Id, Title("案件或线索编号")]
    of: Annotated[NumberKind, Title("编号种类"), Example("涉嫌犯罪案件")]
    owner: Annotated[Name, Title("被告知部门"), Example("environment")]
    other: Annotated[Name, Title("使用同一编号的部门"), Example("agriculture")]
    kept_as: Annotated[Id, Title("被告知部门的案件或线索在本机关的编号")]
