"""Files whose number another department uses as well: each remembers which."""

from dataclasses import replace
from typing import TypeVar

from services.casework.cases.domain import Case
from services.casework.detentions.domain import Detention
from services.casework.numbers.messages import NumberKind
from services.casework.reports.domain import OwnReport

File = TypeVar("File", bound=Case | Detention | OwnReport)

FILES: dict[NumberKind, type[Case | Detention]] = {
    NumberKind.CASE: Case,
    NumberKind.DETENTION: Detention,
}


def contested(file: File, other: str) -> File:
    """Note once that another department uses the number of a file."""
    if other in file.contested_by:
        return file
    return replace(file, contested_by=(*file.contested_by, other))
