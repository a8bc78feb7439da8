"""What public security tells of a case for administrative detention."""

from datetime import datetime
from typing import Annotated

from services.casework.steps.messages import (
    CaseId,
    DocumentNumber,
    Grounds,
    HandledBy,
    OrganName,
    ReferredBy,
    TakenOn,
)
from shared.messages import Between, Classification, Example, Length, Title, event, value_object
from shared.vocabulary import (
    County,
    Division,
    Identifier,
    IdentifierKindGiven,
    LongText,
    Name,
    fault_of_identifier,
)

RESTRICTED = Classification.RESTRICTED


@value_object("被拘留人", fault=fault_of_identifier)
class Detained:
    """A person who is detained; the office that transferred the case learns who it is."""

    name: Annotated[Name, Title("姓名"), Example("某某")]
    identifier: Annotated[Identifier, Title("证件号码"), Example("某某证件")]
    identifier_kind: IdentifierKindGiven = None


@event(
    "detention.receipted",
    title="拘留案件受案回执",
    subject="case_id",
    classification=RESTRICTED,
    recipient="referred_by",
    sealed_for=("@referred_by",),
)
class DetentionReceipted:
    """Public security accepted a case and gives the receipt [853号 12; psa.60-61]."""

    case_id: CaseId
    referred_by: ReferredBy
    taken_on: TakenOn
    officer: Annotated[Name, Title("签收人（警官证号）"), Example("某某")]


@event(
    "detention.supplement_requested",
    title="拘留案件通知补充材料",
    subject="case_id",
    classification=RESTRICTED,
    recipient="referred_by",
    sealed_for=("@referred_by",),
)
class DetentionSupplementRequested:
    """The facts are not clear: public security asks in writing [853号 13]."""

    case_id: CaseId
    referred_by: ReferredBy
    taken_on: TakenOn
    reason: Annotated[LongText, Title("补充要求"), Example("请补充询问笔录")]


@event(
    "detention.forwarded",
    title="拘留案件转送",
    subject="case_id",
    classification=RESTRICTED,
    recipient="referred_by",
    sealed_for=("@referred_by",),
)
class DetentionForwarded:
    """Another organ of public security is competent and got the case [psa.60-61]."""

    case_id: CaseId
    referred_by: ReferredBy
    taken_on: TakenOn
    to_division: Annotated[Division, Title("接收机关所在区划")]
    to_organ: OrganName
    reason: Grounds


@event(
    "detention.not_competent",
    title="拘留案件不属管辖",
    subject="case_id",
    classification=RESTRICTED,
    recipient="referred_by",
    sealed_for=("@referred_by",),
)
class DetentionNotCompetent:
    """Public security is not competent and gives the file back [psa.60-61]."""

    case_id: CaseId
    referred_by: ReferredBy
    taken_on: TakenOn
    reason: Grounds


@event(
    "detention.decided",
    title="决定行政拘留",
    subject="case_id",
    classification=RESTRICTED,
    recipient="referred_by",
    sealed_for=("@referred_by",),
)
class DetentionDecided:
    """Public security decided on detention [853号 14]."""

    case_id: CaseId
    referred_by: ReferredBy
    taken_on: TakenOn
    document_number: DocumentNumber
    days: Annotated[int, Title("拘留天数"), Example(5), Between(1, 15)]
    detained: Annotated[tuple[Detained, ...], Title("被拘留人"), Length(0, 20)] = ()


@event("detention.period_extended", title="延长拘留案件办案期限", subject="case_id")
class DetentionPeriodExtended:
    """The superior organ let public security take thirty days more [psa.165].

    All may know it, as a step of the case: it holds no names.
    """

    case_id: CaseId
    taken_by: Annotated[Name, Title("办理机关"), Example("public_security")]
    taken_at: Annotated[datetime, Title("办理时间"), Example("2026-10-09T08:30:00Z")]
    referred_by: ReferredBy
    handled_by: HandledBy
    county: County
    approved_by: Annotated[OrganName, Title("批准延长的上一级公安机关"), Example("晋中市公安局")]
    document_number: DocumentNumber


@event(
    "detention.decision_copied",
    title="抄送拘留决定书",
    subject="case_id",
    classification=RESTRICTED,
    recipient="referred_by",
    sealed_for=("@referred_by",),
)
class DetentionDecisionCopied:
    """The department gets a copy of the decision [853号 14]."""

    case_id: CaseId
    referred_by: ReferredBy
    taken_on: TakenOn
    document_number: DocumentNumber


@event(
    "detention.rejected",
    title="不符合拘留条件退回",
    subject="case_id",
    classification=RESTRICTED,
    recipient="referred_by",
    sealed_for=("@referred_by",),
)
class DetentionRejected:
    """The conditions are not met: reasons in writing, and the file back [853号 15]."""

    case_id: CaseId
    referred_by: ReferredBy
    taken_on: TakenOn
    document_number: DocumentNumber
    reason: Grounds
