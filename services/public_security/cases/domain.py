"""Cases that administrative departments referred, as public security keeps them."""

from dataclasses import replace
from datetime import date

from services.casework.messages import CaseReferred, Material, Suspect
from services.casework.procedures.case_file import RecordedStep
from services.casework.procedures.criminal_states import CriminalState
from services.casework.procedures.vocabulary import CaseMark, Organ
from shared.errors import NotYoursError
from shared.handling import NumberClaim
from shared.store import document


@document(
    "referred_cases",
    title="移送案件",
    key="case_id",
    indexes=(("state",), ("county",), ("referred_by",)),
    restricted=True,
    owner="referred_by",
)
class ReferredCase:
    """A case that came to public security; its names are for the organs that the law names.

    `handler` is the organ of public security that has it, once it was forwarded. `case_id` is the
    number of the department that refers it, unless another used that number first: then `number`
    holds the department's own. `contested_by` names who uses the same number.
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

    @property
    def own_number(self) -> str:
        """The number by which the department that refers it knows it."""
        return self.number or self.case_id


@document("early_news", title="先到的案件消息", key="id", restricted=True)
class EarlySteps:
    """What one publisher said of a case that has not arrived yet; it waits for the case."""

    id: str
    steps: tuple[RecordedStep, ...] = ()


def early_steps_id(case_id: str, publisher: str) -> str:
    """Name what one publisher said of one case."""
    return f"{case_id}:{publisher}"


def open_referred_case(event: CaseReferred, place: NumberClaim, today: date) -> ReferredCase:
    """Take in a case from who refers it, as it is: what the file lacks comes later [17号 7]."""
    return ReferredCase(
        case_id=place.key,
        number=event.case_id if place.key != event.case_id else "",
        contested_by=place.others,
        clue_id=event.clue_id,
        referred_by=event.referred_by,
        county=event.county,
        charge=event.charge,
        suspects=event.suspects,
        materials=event.materials,
        referred_on=event.referred_on,
        arrived_on=today,
    )


def check_referrer(case_id: str, referred_by: str, publisher: str) -> None:
    """Let only the department whose case it is speak as the one that refers."""
    if publisher != referred_by:
        raise NotYoursError(
            f"案件“{case_id}”由“{referred_by}”移送，这一消息却来自“{publisher}”，请核实"
        )


def with_step_effect(case: ReferredCase, taken: RecordedStep) -> ReferredCase:
    """Join to the file what a department handed in, even what came too late to be waited for."""
    if taken.organ is not Organ.REFERRER:
        return case
    return replace(case, materials=(*case.materials, *taken.materials))
