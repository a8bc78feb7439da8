"""Cases for administrative detention as public security keeps them."""

from dataclasses import replace
from datetime import date

from services.casework.detentions.messages import ApprovalForm, DetentionReferred
from services.casework.messages import Material
from services.casework.procedures.detention_states import DetentionState
from services.casework.procedures.record import Taken
from services.casework.procedures.terms import Mark
from services.public_security.cases.domain import check_referrer
from shared.document import document


@document(
    "referred_detentions",
    title="移送拘留案件",
    key="case_id",
    indexes=(("state",), ("county",), ("referred_by",)),
    restricted=True,
)
class ReferredDetention:
    """A case for detention that came to public security; restricted as a suspected crime is."""

    case_id: str
    referred_by: str
    county: str
    form: ApprovalForm
    materials: tuple[Material, ...]
    referred_on: date
    arrived_on: date
    state: DetentionState = DetentionState.SENT
    marks: tuple[Mark, ...] = ()
    history: tuple[Taken, ...] = ()
    early: tuple[Taken, ...] = ()
    handler: str | None = None


def arrive(event: DetentionReferred, publisher: str, today: date) -> ReferredDetention:
    """Take in a case from who transfers it, as it is [853号 12]."""
    check_referrer(event.case_id, event.referred_by, publisher)
    return ReferredDetention(
        case_id=event.case_id,
        referred_by=event.referred_by,
        county=event.county,
        form=event.form,
        materials=event.materials,
        referred_on=event.taken_on,
        arrived_on=today,
    )


def keep(case: ReferredDetention, taken: Taken) -> ReferredDetention:
    """Join to the file what the department handed in, even what came late."""
    return replace(case, materials=(*case.materials, *taken.materials))
