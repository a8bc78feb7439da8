"""Cases that administrative departments referred, as public security stores them."""

from dataclasses import replace
from datetime import date

from services.casework.messages import CaseReferred, Material, Suspect
from services.casework.procedures.case_file import RecordedStep
from services.casework.procedures.criminal_states import CriminalState
from services.casework.procedures.vocabulary import CaseMark, Organ
from shared.errors import NotYoursError
from shared.handling import NumberClaim
from shared.store import document
from shared.vocabulary import current


@document(
    "referred_cases",
    title="移送案件",
    key="case_id",
    placed="county",
    indexes=(("state",), ("county",), ("division",), ("referred_by",)),
    restricted=True,
    owner="referred_by",
)
class ReferredCase:
    """A referred case at public security; names are restricted to the organs that the law names.

    `handler` is the organ of public security that handles it, once it was forwarded. `case_id` is
    the number at the referring department, unless another used that number first: then `number`
    holds the department's own. `contested_by` names the others that use the same number.
    """

    case_id: str
    clue_id: str
    referred_by: str
    county: str
    charge: str
    suspects: tuple[Suspect, ...]
    materials: tuple[Material, ...]
    referred_on: date
    arrived_on: date
    state: CriminalState = CriminalState.SENT
    marks: tuple[CaseMark, ...] = ()
    history: tuple[RecordedStep, ...] = ()
    early: tuple[RecordedStep, ...] = ()
    handler: str | None = None
    number: str = ""
    contested_by: tuple[str, ...] = ()
    division: str = ""
    referrer_division: str = ""

    @property
    def own_number(self) -> str:
        """The number of the case at the referring department."""
        return self.number or self.case_id


@document("early_news", title="先到的案件消息", key="id", restricted=True)
class EarlySteps:
    """The early steps of one publisher in a case that has not arrived; they wait for it."""

    id: str
    steps: tuple[RecordedStep, ...] = ()


def early_steps_id(case_id: str, publisher: str) -> str:
    """Return the id of the early steps of one publisher in one case."""
    return f"{case_id}:{publisher}"


def open_referred_case(event: CaseReferred, place: NumberClaim, today: date) -> ReferredCase:
    """Open a case from its referral, complete or not; missing documents follow later [17号 7]."""
    return ReferredCase(
        case_id=place.key,
        number=event.case_id if place.key != event.case_id else "",
        contested_by=place.others,
        clue_id=event.clue_id,
        referred_by=event.referred_by,
        county=event.county,
        division=event.division or current(event.county),
        referrer_division=event.division or current(event.county),
        charge=event.charge,
        suspects=event.suspects,
        materials=event.materials,
        referred_on=event.referred_on,
        arrived_on=today,
    )


def check_referrer(case_id: str, referred_by: str, publisher: str) -> None:
    """Allow only the department that referred the case to act as its referrer."""
    if publisher != referred_by:
        raise NotYoursError(
            f"案件“{case_id}”由“{referred_by}”移送，这一消息却来自“{publisher}”，请核实"
        )


def with_step_effect(case: ReferredCase, taken: RecordedStep) -> ReferredCase:
    """Add what a department handed in to the file, even if it arrived late."""
    if taken.organ is not Organ.REFERRER:
        return case
    return replace(case, materials=(*case.materials, *taken.materials))
