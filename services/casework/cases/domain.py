"""Cases of suspected crime as the referring department stores them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from services.casework.cases.commands import CloseCase, Penalty, RecordPenalty
from services.casework.clues.domain import Clue, ClueState, require
from services.casework.commands import ProposeReferral
from services.casework.messages import CaseState, Finding, Material, MaterialKind, Suspect
from services.casework.procedures.case_file import RecordedStep
from services.casework.procedures.criminal_states import CriminalState
from services.casework.procedures.vocabulary import CaseMark
from shared.errors import FieldError, InvalidInputError, WrongStateError
from shared.store import document
from shared.vocabulary import current

SHORT_FILE = (
    MaterialKind.TRANSFER_LETTER,
    MaterialKind.INVESTIGATION_REPORT,
    MaterialKind.ITEM_LIST,
    MaterialKind.TEST_REPORT,
)
"""The documents that the file of any department must contain [310号 6]."""

FULL_FILES = {
    "environment": (*SHORT_FILE, MaterialKind.SITE_RECORD, MaterialKind.EVIDENCE_LIST),
}
"""The documents for departments with a longer list [17号 6]."""

S = CriminalState
ENDED = (S.REFUSED, S.NOT_COMPETENT, S.NOT_FILED)
"""After these a clue may become another case."""

AT_HOME = (S.SUSPECTED, S.REPORTED, S.APPROVED)
PENALTY_MAY_FOLLOW = (S.NOT_COMPETENT, S.NOT_FILED, S.WITHDRAWN, S.NOT_PROSECUTED)

STATUS = {
    S.REPORTED: CaseState.AWAITING_DECISION,
    S.REFUSED: CaseState.NOT_APPROVED,
    S.SENT: CaseState.REFERRED,
    S.RECEIPTED: CaseState.RECEIPTED,
    S.FILED: CaseState.FILED,
    S.NOT_FILED: CaseState.NOT_FILED,
}
"""The states published to the reporter of the clue; all others are visible from the steps."""


@document(
    "cases",
    title="涉嫌犯罪案件",
    key="case_id",
    placed="county",
    indexes=(("state",), ("county",), ("division",), ("clue_id",)),
    restricted=True,
)
class Case:
    """A suspected crime; names are restricted to this department and the organs that the law names.

    `handler` is the organ of public security that handles it, once it was forwarded.
    """

    case_id: str
    clue_id: str
    reporter: str
    county: str
    officers: tuple[str, ...]
    opened_on: date
    charge: str = ""
    suspects: tuple[Suspect, ...] = ()
    materials: tuple[Material, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    state: CriminalState = CriminalState.SUSPECTED
    marks: tuple[CaseMark, ...] = ()
    history: tuple[RecordedStep, ...] = ()
    early: tuple[RecordedStep, ...] = ()
    handler: str | None = None
    contested_by: tuple[str, ...] = ()
    division: str = ""

    @property
    def is_at_home(self) -> bool:
        """Whether the case has not been handed to public security."""
        return self.state in (*AT_HOME, S.REFUSED)


@document("transfer_opinions", title="检察意见", key="clue_id", restricted=True)
class TransferOpinion:
    """The procuratorate holds that a clue should have been referred [17号 14]."""

    clue_id: str
    opinion: str
    issued_on: date


def open_case(clue: Clue, case_id: str, today: date) -> Case:
    """Open a case for a clue that the officers consider a crime [17号 5; 310号 5]."""
    return Case(
        case_id=case_id,
        clue_id=clue.own_number,
        reporter=clue.reporter,
        county=clue.county,
        officers=clue.officers,
        opened_on=today,
        division=clue.division or current(clue.county),
    )


def check_referable(clue: Clue, latest: Case | None) -> None:
    """Allow only a suspected crime, and one case of a clue at a time [17号 5; 310号 5]."""
    require(clue, ClueState.VERIFIED, "提请移送")
    if latest is None and clue.finding is not Finding.SUSPECTED_CRIME:
        raise WrongStateError(
            f"线索“{clue.clue_id}”的核查结论为“{clue.finding}”，只有“涉嫌犯罪”的线索才能提请移送"
        )
    if latest is not None and latest.state not in (S.SUSPECTED, *ENDED):
        raise WrongStateError(
            f"线索“{clue.clue_id}”已有案件“{latest.case_id}”（{latest.state}），请在该案件中办理"
        )


def check_file(
    department: str, materials: Iterable[Material], penalties: Iterable[Penalty] = ()
) -> None:
    """List each document that is missing from the file of a referral [17号 6; 310号 6]."""
    wanted = FULL_FILES.get(department, SHORT_FILE)
    if tuple(penalties):
        wanted = (*wanted, MaterialKind.PENALTY_DECISION)
    held = {material.kind for material in materials}
    if missing := [kind for kind in wanted if kind not in held]:
        raise InvalidInputError(
            tuple(FieldError("materials", f"缺少“{kind}”，请补齐后再办理") for kind in missing)
        )


def propose(case: Case, asked: ProposeReferral) -> Case:
    """Submit a case with the written report and the file to the head [17号 5-6; 310号 5-6]."""
    return replace(case, charge=asked.charge, suspects=asked.suspects, materials=asked.materials)


def record_penalty(case: Case, said: RecordPenalty) -> Case:
    """Record a penalty decided before suspicion arose: it stays in force [17号 16; 310号 11]."""
    if case.state not in AT_HOME:
        raise WrongStateError(f"案件当前为“{case.state}”，案卷已不在本部门，请以补正材料方式移交")
    if said.decided_on > case.opened_on:
        fault = f"{case.opened_on} 已发现涉嫌犯罪，其后不得先行处罚，应等待刑事处理结果（17号 16）"
        raise InvalidInputError((FieldError("decided_on", fault),))
    penalty = Penalty(said.kind, said.document_number, said.decided_on)
    return replace(case, penalties=(*case.penalties, penalty))


def check_closing(case: Case, asked: CloseCase) -> None:
    """Refuse to replace a transfer with a penalty [310号 11; code.1062; 行政处罚法 82]."""
    if asked.penalty_decision and case.state not in PENALTY_MAY_FOLLOW:
        raise WrongStateError(
            f"案件当前为“{case.state}”：涉嫌犯罪的案件应当移送，不得以行政处罚代替移送"
            "（310号 11；生态环境法典 1062；行政处罚法 82）"
        )
