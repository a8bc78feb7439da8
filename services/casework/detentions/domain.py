"""Cases for administrative detention as the transferring department stores them."""

from collections.abc import Iterable
from datetime import date

from services.casework.clues.domain import Clue, ClueState, require
from services.casework.detentions.commands import DraftDetention
from services.casework.detentions.messages import ApprovalForm, DetentionGround
from services.casework.messages import Finding, Material, MaterialKind
from services.casework.procedures.case_file import RecordedStep
from services.casework.procedures.detention_states import DetentionState
from services.casework.procedures.vocabulary import CaseMark
from shared.errors import FieldError, InvalidInputError, WrongStateError
from shared.store import document
from shared.texts import distinct

K = MaterialKind
REQUIRED = (
    (K.TRANSFER_LETTER,),
    (K.INVESTIGATION_REPORT,),
    (K.SITE_RECORD, K.EVIDENCE_LIST, K.TEST_REPORT),
    (K.ITEM_LIST,),
    (K.PENALTY_DECISION,),
)
"""The documents required, one of each line; the list of materials is in the file [853号 11]."""

FARM_ONLY = DetentionGround.BANNED_PESTICIDE
AGRICULTURE = "agriculture"
LEAST_OFFICERS = 2
AT_HOME = (
    DetentionState.DRAFTED,
    DetentionState.UNIT_AGREED,
    DetentionState.LEGAL_AGREED,
    DetentionState.REFUSED,
    DetentionState.APPROVED,
)
ENDED = (DetentionState.REFUSED, DetentionState.NOT_COMPETENT, DetentionState.REJECTED)


@document(
    "detentions",
    title="移送拘留案件",
    key="case_id",
    placed="county",
    indexes=(("state",), ("county",), ("division",), ("clue_id",)),
    restricted=True,
)
class Detention:
    """A case for detention, with the official form; restricted like a suspected crime."""

    case_id: str
    clue_id: str
    county: str
    form: ApprovalForm
    materials: tuple[Material, ...]
    state: DetentionState = DetentionState.DRAFTED
    marks: tuple[CaseMark, ...] = ()
    history: tuple[RecordedStep, ...] = ()
    early: tuple[RecordedStep, ...] = ()
    handler: str | None = None
    contested_by: tuple[str, ...] = ()
    division: str = ""

    @property
    def is_at_home(self) -> bool:
        """Whether the case has not been handed to public security."""
        return self.state in AT_HOME


def check_draft(
    clue: Clue,
    latest: Detention | None,
    asked: DraftDetention,
    *,
    returned: bool,
    department: str,
    today: date,
) -> None:
    """Allow only a penalised violation that is no crime, and only once [853号 2]."""
    require(clue, ClueState.VERIFIED, "提请移送适用行政拘留")
    if clue.finding is not Finding.ADMINISTRATIVE and not returned:
        raise WrongStateError(
            f"线索“{clue.clue_id}”的核查结论为“{clue.finding}”：尚不构成犯罪的违法案件才能移送适用"
            "行政拘留（853号 2）；涉嫌犯罪的应当移送立案（310号 5）"
        )
    if latest is not None and latest.state not in ENDED:
        raise WrongStateError(f"线索“{clue.clue_id}”已有移送拘留案件“{latest.case_id}”")
    if asked.form.penalty_decided_on > today:
        fault = "行政处罚决定作出之后才能移送适用行政拘留（853号 2）"
        raise InvalidInputError((FieldError("form.penalty_decided_on", fault),))
    if len(distinct(asked.form.investigators)) < LEAST_OFFICERS:
        fault = "调查人员须为两名以上不同的人员，请补填另一名的执法证号"
        raise InvalidInputError((FieldError("form.investigators", fault),))
    if asked.form.ground is FARM_ONLY and department != AGRICULTURE:
        fault = "使用禁用农药的案件由农业农村部门移送（生态环境法典 1131）"
        raise InvalidInputError((FieldError("form.ground", fault),))


def check_file(materials: Iterable[Material]) -> None:
    """List each document missing from the file, the penalty decision above all [853号 11]."""
    held = {material.kind for material in materials}
    if missing := [kinds for kinds in REQUIRED if not held & set(kinds)]:
        raise InvalidInputError(
            tuple(
                FieldError("materials", f"缺少“{'或'.join(kinds)}”，请补齐后再办理")
                for kinds in missing
            )
        )
