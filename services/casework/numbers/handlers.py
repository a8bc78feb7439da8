"""Record in the own file that another department uses its number as well."""

from services.casework.numbers.domain import FILES, require_keeper
from services.casework.numbers.messages import NumberContested, NumberKind
from services.casework.procedures.contested_numbers import with_contester
from services.casework.reports.domain import OwnReport
from services.casework.steps.messages import POLICE_DEPARTMENT
from shared.handling import UnitOfWork


def note_contested(uow: UnitOfWork, event: NumberContested) -> None:
    """Record in the own file that another department uses its number as well."""
    if event.of is NumberKind.CLUE:
        report = uow.get(OwnReport, event.matter_id)
        require_keeper(event, report.competent, uow.cause.department)
        uow.save(with_contester(report, event.other))
        return
    file = uow.get(FILES[event.of], event.matter_id)
    require_keeper(event, POLICE_DEPARTMENT, uow.cause.department)
    uow.save(with_contester(file, event.other))
