"""The files behind a number, and their owners: only the owner reports that it is contested."""

from services.casework.cases.domain import Case
from services.casework.detentions.domain import Detention
from services.casework.numbers.messages import NumberContested, NumberKind
from shared.errors import NotYoursError

FILES: dict[NumberKind, type[Case | Detention]] = {
    NumberKind.CASE: Case,
    NumberKind.DETENTION: Detention,
}


def require_keeper(event: NumberContested, keeper: str, publisher: str) -> None:
    """Accept only the owner of the file behind a number; `NotYoursError` for all others."""
    if publisher != keeper:
        raise NotYoursError(
            f"{event.of}“{event.matter_id}”由“{keeper}”保存，这一消息却来自“{publisher}”"
        )
