"""The files of one matter: a clue with its case and its detention change office together."""

from collections.abc import Iterator

from services.casework.cases.domain import Case
from services.casework.clues.domain import Clue
from services.casework.detentions.domain import Detention
from services.casework.materials.domain import KeptMaterial
from shared.handling import UnitOfWork, find_of

CaseworkFile = Clue | Case | Detention
CASEWORK_MATTERS = (Clue, Case, Detention, KeptMaterial)
"""What the city may take up or hand down of casework."""


def other_files(uow: UnitOfWork, matter: object) -> Iterator[CaseworkFile]:
    """Yield the other files of the matter that a clue, a case or a detention belongs to."""
    clue = _clue_of(uow, matter)
    if clue is None:
        return
    case = uow.find(Case, clue.case_id) if clue.case_id else None
    detention = uow.find(Detention, clue.detention_id) if clue.detention_id else None
    for file in (clue, case, detention):
        if file is not None and file != matter:
            yield file


def _clue_of(uow: UnitOfWork, matter: object) -> Clue | None:
    if isinstance(matter, Clue):
        return matter
    if isinstance(matter, Case):
        return find_of(uow, Clue, matter.clue_id, matter.reporter)
    return uow.find(Clue, matter.clue_id) if isinstance(matter, Detention) else None
