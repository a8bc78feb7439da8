"""Note in the own file that another department uses its number as well."""

from services.casework.cases.domain import Case
from services.casework.detentions.domain import Detention
from services.casework.numbers.messages import NumberContested, NumberKind
from services.casework.procedures.contested_numbers import contested
from services.casework.reports.domain import OwnReport
from services.casework.steps.messages import POLICE_DEPARTMENT
from shared.errors import NotYoursError
from shared.handling import UnitOfWork

FILES: dict[NumberKind, type[Case | Detention]] = {
    NumberKind.CASE: Case,
    NumberKind.DETENTION: Detention,
}


def note_contested(uow: UnitOfWork, event: NumberContested) -> None:
    """Note in the own file that another department uses its number as well."""
    if event.of is NumberKind.CLUE:
        report = uow.get(OwnReport, event.matter_id)
        _check(uow, event, report.competent)
        uow.save(contested(report, event.other))
        return
    file = uow.get(FILES[event.of], event.matter_id)
    _check(uow, event, POLICE_DEPARTMENT)
    uow.save(contested(file, event.other))


def _check(uow: UnitOfWork, event: NumberContested, keeper: str) -> None:
    """Believe only who keeps what the number names."""
    if uow.cause.department != keeper:
        raise NotYoursError(
            f"{event.of}“{event.matter_id}”由“{keeper}”保存，这一消息却来自“{uow.cause.department}”"
        )
