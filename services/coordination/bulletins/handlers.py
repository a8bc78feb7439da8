"""Read the obligations from which a bulletin is computed."""

from services.coordination.bulletins.domain import Bulletin, bulletin_of, month_of
from services.coordination.clocks.domain import Obligation
from shared.catalog import department_names
from shared.errors import FieldError, InvalidInputError, NotFoundError
from shared.handling import HandlerRunner

AT_A_TIME = 500


def make_bulletin(work: HandlerRunner, month: str, department: str) -> Bulletin:
    """Compute the bulletin of one department and month."""
    if department not in department_names():
        raise NotFoundError("部门", department)
    try:
        wanted = month_of(month)
    except ValueError as error:
        raise InvalidInputError((FieldError("month", "应为年月，如 2026-10"),)) from error
    return bulletin_of(department, wanted, _owed_by(work, department), work.context.clock())


def _owed_by(work: HandlerRunner, department: str) -> list[Obligation]:
    found: list[Obligation] = []
    after = ""
    while True:
        part = work.context.store.page(Obligation, {"owner": department}, after, AT_A_TIME)
        found.extend(part)
        if len(part) < AT_A_TIME:
            return found
        after = part[-1].id
