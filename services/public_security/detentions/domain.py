"""Cases for administrative detention as public security keeps them."""

from dataclasses import replace
from datetime import date

from services.casework.detentions.messages import ApprovalForm, DetentionReferred
from services.casework.messages import Material
from services.casework.procedures.detention_states import DetentionState
from services.casework.procedures.record import Taken
from services.casework.procedures.terms import Mark
from shared.document import document
from shared.owned import Claim


@document(
    "referred_detentions",
    title="移送拘留案件",
    key="case_id",
    indexes=(("state",), ("county",), ("referred_by",)),
    restricted=True,
    owner="referred_by",
)
class ReferredDetention:
    """A case for detention that came to public security; restricted as a suspected crime is.

    `number` and `contested_by` are as in a suspected crime.
    """

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
    number: str = ""
    contested_by: tuple[str, ...] = ()

    @property
    def own_number(self) -> str:
        """The number by which the department that transfers it knows it."""
        return self.number or self.case_id


def arrive(event: DetentionReferred, place: Claim, today: date) -> ReferredDetention:
    """Take in a case from who transfers it, as it is [853号 12]."""
    return ReferredDetention(
        case_id=place.key,
        number=event.case_id if place.key != event.case_id else "",
        contested_by=place.others,
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
