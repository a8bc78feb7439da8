"""Cases that administrative departments referred: arrived, signed for, decided."""

from dataclasses import replace
from datetime import date
from enum import StrEnum

from services.casework.messages import CaseReferred, Material, Suspect
from services.public_security.cases.messages import DecideFiling
from shared.document import document
from shared.errors import ForbiddenError, WrongStateError


class Stage(StrEnum):
    """How far a referred case went."""

    ARRIVED = "待签收"
    RECEIPTED = "已签收"
    FILED = "已立案"
    NOT_FILED = "不予立案"


@document(
    "referred_cases",
    title="移送案件",
    key="case_id",
    indexes=(("state",), ("county",), ("referred_by",)),
    restricted=True,
)
class ReferredCase:
    """A case that came to public security; its names are for the organs that the law names."""

    case_id: str
    clue_id: str
    referred_by: str
    county: str
    charge: str
    suspects: tuple[Suspect, ...]
    materials: tuple[Material, ...]
    referred_on: date
    arrived_on: date
    state: Stage = Stage.ARRIVED
    officer: str | None = None
    receipted_on: date | None = None
    document_number: str | None = None
    reason: str | None = None
    decided_by: str | None = None
    decided_on: date | None = None


def arrive(event: CaseReferred, publisher: str, today: date) -> ReferredCase:
    """Take in a case from who refers it, as it is: what the file lacks comes later [17号 7]."""
    if publisher != event.referred_by:
        raise ForbiddenError(
            f"案件“{event.case_id}”应由“{event.referred_by}”移送，却来自“{publisher}”，请核实"
        )
    return ReferredCase(
        case_id=event.case_id,
        clue_id=event.clue_id,
        referred_by=event.referred_by,
        county=event.county,
        charge=event.charge,
        suspects=event.suspects,
        materials=event.materials,
        referred_on=event.referred_on,
        arrived_on=today,
    )


def receipt(case: ReferredCase, officer: str, today: date) -> ReferredCase:
    """Sign for a case, once, whatever its file holds [17号 7; 310号 7]."""
    _require(case, Stage.ARRIVED, "签收")
    return replace(case, state=Stage.RECEIPTED, officer=officer, receipted_on=today)


def decide(case: ReferredCase, decision: DecideFiling, actor: str, today: date) -> ReferredCase:
    """File a case that was signed for, or not, with the reason [17号 9-10; 310号 8]."""
    _require(case, Stage.RECEIPTED, "决定是否立案")
    return replace(
        case,
        state=Stage.FILED if decision.filed else Stage.NOT_FILED,
        document_number=decision.document_number,
        reason=decision.reason,
        decided_by=actor,
        decided_on=today,
    )


def _require(case: ReferredCase, wanted: Stage, act: str) -> None:
    if case.state is not wanted:
        raise WrongStateError(
            f"案件“{case.case_id}”当前为“{case.state}”，只有“{wanted}”的案件才能{act}"
        )
