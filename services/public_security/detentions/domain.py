"""Cases for administrative detention as public security stores them."""

from dataclasses import replace
from datetime import date

from services.casework.detentions.messages import (
    ApprovalForm,
    DetentionGround,
    DetentionReferred,
)
from services.casework.messages import Material
from services.casework.procedures.case_file import RecordedStep
from services.casework.procedures.detention_states import DetentionState
from services.casework.procedures.vocabulary import CaseMark
from services.public_security.detentions.commands import ExtendDetentionPeriod
from services.public_security.detentions.messages import Detained
from shared.errors import FieldError, InvalidInputError, WrongStateError
from shared.handling import NumberClaim
from shared.store import document
from shared.texts import same
from shared.vocabulary import current

ANY_DAYS = (5, 15)
DAYS = {DetentionGround.HAZARDOUS_WASTE: (10, 15)}
"""Minimum and maximum days of detention by ground, where a ground differs from all others."""


@document(
    "referred_detentions",
    title="移送拘留案件",
    key="case_id",
    placed="county",
    indexes=(("state",), ("county",), ("division",), ("referred_by",)),
    restricted=True,
    owner="referred_by",
)
class ReferredDetention:
    """A transferred case for detention at public security; restricted like a suspected crime.

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
    marks: tuple[CaseMark, ...] = ()
    history: tuple[RecordedStep, ...] = ()
    early: tuple[RecordedStep, ...] = ()
    handler: str | None = None
    number: str = ""
    detained: tuple[Detained, ...] = ()
    extended_on: date | None = None
    extended_by: str = ""
    contested_by: tuple[str, ...] = ()
    division: str = ""
    referrer_division: str = ""

    @property
    def own_number(self) -> str:
        """The number of the case at the transferring department."""
        return self.number or self.case_id


def open_referred_detention(
    event: DetentionReferred, place: NumberClaim, today: date
) -> ReferredDetention:
    """Open a case from its transfer, complete or not [853号 12]."""
    return ReferredDetention(
        case_id=place.key,
        number=event.case_id if place.key != event.case_id else "",
        contested_by=place.others,
        referred_by=event.referred_by,
        county=event.county,
        division=event.division or current(event.county),
        referrer_division=event.division or current(event.county),
        form=event.form,
        materials=event.materials,
        referred_on=event.taken_on,
        arrived_on=today,
    )


def extend(case: ReferredDetention, said: ExtendDetentionPeriod, today: date) -> ReferredDetention:
    """Extend an undecided case by thirty days, once, if the superior organ agrees [psa.165]."""
    if case.state is not DetentionState.RECEIPTED:
        raise WrongStateError(
            f"案件当前为“{case.state}”，只有“{DetentionState.RECEIPTED}”时才能延长办案期限"
        )
    if case.extended_on is not None:
        raise WrongStateError(f"办案期限已于 {case.extended_on} 延长，只能延长一次")
    if same(said.approved_by, case.handler):
        fault = "须由上一级公安机关批准，不能由办案机关自行批准（公安机关办理行政案件程序规定 165）"
        raise InvalidInputError((FieldError("approved_by", fault),))
    return replace(case, extended_on=today, extended_by=said.document_number)


def check_days(case: ReferredDetention, days: int) -> None:
    """Refuse a detention outside the legal range for its ground [code.1108, 1160, 1165].

    1179 allows ten to fifteen days; for 1095, 1102 and 1131 the widest range is used (a setting).
    """
    least, most = DAYS.get(case.form.ground, ANY_DAYS)
    if not least <= days <= most:
        fault = f"“{case.form.ground}”的拘留期限为 {least} 至 {most} 日，请核对"
        raise InvalidInputError((FieldError("days", fault),))


def with_step_effect(case: ReferredDetention, taken: RecordedStep) -> ReferredDetention:
    """Add what the department handed in to the file, even if it arrived late."""
    return replace(case, materials=(*case.materials, *taken.materials))
