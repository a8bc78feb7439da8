"""Cases of suspected crime: what their file must hold, who decides, and how far they went."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from services.casework.clues.domain import Clue, ClueState, require
from services.casework.messages import (
    CaseState,
    DecideReferral,
    Finding,
    Material,
    MaterialKind,
    ProposeReferral,
    Suspect,
)
from services.public_security.cases.messages import CaseFiled, CaseNotFiled, CaseReceipted
from shared.document import document
from shared.errors import Fault, ForbiddenError, InvalidInputError, WrongStateError

SHORT_FILE = (
    MaterialKind.TRANSFER_LETTER,
    MaterialKind.INVESTIGATION_REPORT,
    MaterialKind.ITEM_LIST,
    MaterialKind.TEST_REPORT,
)
"""What the file of any department must hold [310号 6]."""

FULL_FILES = {
    "environment": (*SHORT_FILE, MaterialKind.SITE_RECORD, MaterialKind.EVIDENCE_LIST),
}
"""Whose file must hold more [17号 6]."""

CLOSED = (CaseState.NOT_APPROVED, CaseState.NOT_FILED)


@document(
    "cases",
    title="涉嫌犯罪案件",
    key="case_id",
    indexes=(("state",), ("county",), ("clue_id",)),
    restricted=True,
)
class Case:
    """A suspected crime; its names are for this department and the organs that the law names."""

    case_id: str
    clue_id: str
    reporter: str
    county: str
    charge: str
    suspects: tuple[Suspect, ...]
    materials: tuple[Material, ...]
    proposed_by: str
    proposed_on: date
    state: CaseState = CaseState.AWAITING_DECISION
    decided_by: str | None = None
    decided_on: date | None = None
    decision_reason: str | None = None
    receipted_by: str | None = None
    receipted_on: date | None = None
    filing_number: str | None = None
    filing_reason: str | None = None
    filing_decided_on: date | None = None


def check_referable(clue: Clue, latest: Case | None) -> None:
    """Let only a suspected crime go on, and one case of a clue at a time [17号 5; 310号 5]."""
    require(clue, ClueState.VERIFIED, "提请移送")
    if clue.finding is not Finding.SUSPECTED_CRIME:
        raise WrongStateError(
            f"线索“{clue.clue_id}”的核查结论为“{clue.finding}”，只有“涉嫌犯罪”的线索才能提请移送"
        )
    if latest is not None and latest.state not in CLOSED:
        raise WrongStateError(
            f"线索“{clue.clue_id}”已有案件“{latest.case_id}”（{latest.state}），请在该案件中办理"
        )


def check_file(department: str, materials: Iterable[Material]) -> None:
    """Name each document that a referral's file lacks [17号 6; 310号 6]."""
    wanted = FULL_FILES.get(department, SHORT_FILE)
    held = {material.kind for material in materials}
    if missing := [kind for kind in wanted if kind not in held]:
        raise InvalidInputError(
            tuple(Fault("materials", f"缺少“{kind}”，请补齐后再提请") for kind in missing)
        )


def propose(clue: Clue, case_id: str, asked: ProposeReferral, actor: str, today: date) -> Case:
    """Open a case that awaits the head's decision [17号 5; 310号 5]."""
    return Case(
        case_id=case_id,
        clue_id=clue.clue_id,
        reporter=clue.reporter,
        county=clue.county,
        charge=asked.charge,
        suspects=asked.suspects,
        materials=asked.materials,
        proposed_by=actor,
        proposed_on=today,
    )


def decide(case: Case, decision: DecideReferral, actor: str, today: date) -> Case:
    """Approve a referral or refuse it, by another person, with the reason [17号 5; 310号 5]."""
    if case.state is not CaseState.AWAITING_DECISION:
        raise WrongStateError(
            f"案件“{case.case_id}”当前为“{case.state}”，只有“待负责人批准”的案件才能审批"
        )
    if actor == case.proposed_by:
        raise ForbiddenError(f"案件“{case.case_id}”由您提请，须由另一名负责人审批")
    return replace(
        case,
        state=CaseState.REFERRED if decision.approved else CaseState.NOT_APPROVED,
        decided_by=actor,
        decided_on=today,
        decision_reason=decision.reason,
    )


def receipted(case: Case, event: CaseReceipted) -> Case:
    """Keep who signed for a case [17号 7; 310号 7]."""
    return replace(
        case,
        state=CaseState.RECEIPTED,
        receipted_by=event.officer,
        receipted_on=event.receipted_on,
    )


def filed(case: Case, event: CaseFiled) -> Case:
    """Keep that public security opened the case [17号 9-10; 310号 8]."""
    return replace(
        case,
        state=CaseState.FILED,
        filing_number=event.document_number,
        filing_decided_on=event.decided_on,
    )


def not_filed(case: Case, event: CaseNotFiled) -> Case:
    """Keep that public security did not open the case, and why [17号 9-10; 310号 8]."""
    return replace(
        case,
        state=CaseState.NOT_FILED,
        filing_number=event.document_number,
        filing_reason=event.reason,
        filing_decided_on=event.decided_on,
    )
