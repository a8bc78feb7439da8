"""What public security tells of a case that was referred to it."""

from typing import Annotated

from services.casework.messages import MaterialKind
from services.casework.steps.messages import (
    CaseId,
    Complexity,
    DocumentNumber,
    Grounds,
    OrganName,
    ReferredBy,
    TakenOn,
)
from shared.messages import Classification, Example, Title, event
from shared.vocabulary import Day, Division, Id, LongText, Name

RESTRICTED = Classification.RESTRICTED


@event(
    "case.receipted",
    title="移送案件已签收",
    subject="case_id",
    classification=RESTRICTED,
    recipient="referred_by",
    sealed_for=("@referred_by",),
)
class CaseReceipted:
    """Public security signed for a case [17号 7; 310号 7]."""

    case_id: Annotated[Id, Title("案件编号")]
    referred_by: Annotated[Name, Title("移送部门"), Example("environment")]
    officer: Annotated[Name, Title("签收人（警官证号）"), Example("某某")]
    receipted_on: Annotated[Day, Title("签收日期")]
    document_number: Annotated[
        Name | None, Title("回执文号"), Example("某公（刑）受字〔2026〕某某号")
    ] = None


@event(
    "case.filed",
    title="决定立案",
    subject="case_id",
    classification=RESTRICTED,
    recipient="referred_by",
    sealed_for=("@referred_by", "procuratorate"),
)
class CaseFiled:
    """Public security opened a criminal case [17号 9-10]."""

    case_id: Annotated[Id, Title("案件编号")]
    referred_by: Annotated[Name, Title("移送部门"), Example("environment")]
    document_number: Annotated[Name, Title("决定文号"), Example("某公（刑）立字〔2026〕某某号")]
    decided_on: Annotated[Day, Title("决定日期")]


@event(
    "case.not_filed",
    title="决定不予立案",
    subject="case_id",
    classification=RESTRICTED,
    recipient="referred_by",
    sealed_for=("@referred_by", "procuratorate"),
)
class CaseNotFiled:
    """Public security did not open a criminal case, and says why [17号 10]."""

    case_id: Annotated[Id, Title("案件编号")]
    referred_by: Annotated[Name, Title("移送部门"), Example("environment")]
    document_number: Annotated[Name, Title("决定文号"), Example("某公（刑）不立字〔2026〕某某号")]
    reason: Annotated[LongText, Title("理由"), Example("情节显著轻微")]
    decided_on: Annotated[Day, Title("决定日期")]


@event(
    "case.supplement_requested",
    title="通知补正",
    subject="case_id",
    classification=RESTRICTED,
    recipient="referred_by",
    sealed_for=("@referred_by",),
)
class CaseSupplementRequested:
    """Public security tells in writing what a file lacks [17号 8]."""

    case_id: CaseId
    referred_by: ReferredBy
    taken_on: TakenOn
    missing: Annotated[
        tuple[MaterialKind, ...], Title("缺少的材料"), Example(["监测检验报告或认定意见"])
    ]
    reason: Annotated[LongText, Title("补正要求"), Example("缺少监测报告，请补正")]


@event(
    "case.forwarded",
    title="转送有管辖权机关",
    subject="case_id",
    classification=RESTRICTED,
    recipient="referred_by",
    sealed_for=("@referred_by", "procuratorate"),
)
class CaseForwarded:
    """Another organ of public security is competent and got the case [17号 9; 310号 7]."""

    case_id: CaseId
    referred_by: ReferredBy
    taken_on: TakenOn
    to_division: Annotated[Division, Title("接收机关所在区划")]
    to_organ: OrganName
    reason: Grounds


@event(
    "case.not_competent",
    title="不属公安机关管辖",
    subject="case_id",
    classification=RESTRICTED,
    recipient="referred_by",
    sealed_for=("@referred_by",),
)
class CaseNotCompetent:
    """Public security is not competent and gives the file back [17号 9]."""

    case_id: CaseId
    referred_by: ReferredBy
    taken_on: TakenOn
    reason: Grounds


@event(
    "case.check_extended",
    title="延长审查期限",
    subject="case_id",
    classification=RESTRICTED,
    recipient="referred_by",
    sealed_for=("@referred_by",),
)
class CaseCheckExtended:
    """Public security needs longer than three days to decide [17号 9]."""

    case_id: CaseId
    referred_by: ReferredBy
    taken_on: TakenOn
    complexity: Annotated[Complexity, Title("审查期限档次"), Example("重大复杂")]
    reason: Grounds


@event(
    "case.withdrawn",
    title="撤销案件",
    subject="case_id",
    classification=RESTRICTED,
    recipient="referred_by",
    sealed_for=("@referred_by", "procuratorate"),
)
class CaseWithdrawn:
    """Public security ends a filed case, says why and gives the file back [17号 9-10]."""

    case_id: CaseId
    referred_by: ReferredBy
    taken_on: TakenOn
    document_number: DocumentNumber
    reason: Grounds


@event(
    "case.notified",
    title="送达决定通知书",
    subject="case_id",
    classification=RESTRICTED,
    recipient="referred_by",
    sealed_for=("@referred_by", "procuratorate"),
)
class CaseNotified:
    """The written notice of a decision on filing was served [17号 9]."""

    case_id: CaseId
    referred_by: ReferredBy
    taken_on: TakenOn
    document_number: DocumentNumber
