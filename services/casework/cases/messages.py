"""What a department tells of a case it handed over, and what either side may ask for."""

from typing import Annotated

from services.casework.messages import Material
from services.casework.steps.messages import (
    Addressee,
    CaseId,
    DocumentNumber,
    Grounds,
    HandledBy,
    ReferredBy,
    TakenOn,
)
from shared.messages import Classification, Example, Length, Title, command, event
from shared.vocabulary import LongText, Name

RESTRICTED = Classification.RESTRICTED
About = Annotated[DocumentNumber | None, Title("所针对的决定文号")]
"""What a department answers: word about a decision that another one replaced has no effect."""


@event(
    "case.supplemented",
    title="补正材料或说明无法补正",
    subject="case_id",
    classification=RESTRICTED,
    recipient="handled_by",
    sealed_for=("@handled_by",),
)
class CaseSupplemented:
    """The department hands in what was missing, or says why it cannot [17号 8]."""

    case_id: CaseId
    referred_by: ReferredBy
    handled_by: HandledBy
    taken_on: TakenOn
    materials: Annotated[tuple[Material, ...], Title("补正材料")] = ()
    reason: Annotated[LongText | None, Title("无法补正的说明")] = None


@event(
    "case.items_handed",
    title="移交涉案物品",
    subject="case_id",
    classification=RESTRICTED,
    recipient="handled_by",
    sealed_for=("@handled_by",),
)
class CaseItemsHanded:
    """The department hands over seized items and other material [17号 10; 310号 12]."""

    case_id: CaseId
    referred_by: ReferredBy
    handled_by: HandledBy
    taken_on: TakenOn
    items: Annotated[tuple[Name, ...], Title("物品"), Length(1, 500), Example(["黑色污泥样品"])]
    received_by: Annotated[Name, Title("接收人（警官证号）"), Example("某某")]
    about: About = None


@event(
    "case.reconsideration_requested",
    title="申请复议",
    subject="case_id",
    classification=RESTRICTED,
    recipient="handled_by",
    sealed_for=("@handled_by",),
)
class CaseReconsiderationRequested:
    """The department disputes that a case was not filed [17号 11; 310号 9]."""

    case_id: CaseId
    referred_by: ReferredBy
    handled_by: HandledBy
    taken_on: TakenOn
    reason: Grounds
    about: About = None


@event(
    "case.supervision_suggested",
    title="建议立案监督",
    subject="case_id",
    classification=RESTRICTED,
    sealed_for=("procuratorate",),
)
class CaseSupervisionSuggested:
    """The department asks the procuratorate to look at it [17号 12-13; 310号 9].

    For the procuratorate alone: no department subscribes to it.
    """

    case_id: CaseId
    referred_by: ReferredBy
    taken_on: TakenOn
    reason: Grounds


@event(
    "case.admin_accepted",
    title="接收行政处理案件",
    subject="case_id",
    classification=RESTRICTED,
    recipient="handled_by",
    sealed_for=("@handled_by",),
)
class CaseAdminAccepted:
    """The department takes a case back for administrative handling [17号 17; 310号 13]."""

    case_id: CaseId
    referred_by: ReferredBy
    handled_by: HandledBy
    taken_on: TakenOn


@event(
    "case.consulted",
    title="书面咨询",
    subject="case_id",
    classification=RESTRICTED,
    recipient="addressee",
    sealed_for=("@addressee",),
)
class CaseConsulted:
    """One organ of a case asks the other in writing [17号 24]."""

    case_id: CaseId
    addressee: Addressee
    taken_on: TakenOn
    reason: Annotated[LongText, Title("咨询事项"), Example("该批污泥是否属于危险废物")]


@event(
    "case.consultation_answered",
    title="答复书面咨询",
    subject="case_id",
    classification=RESTRICTED,
    recipient="addressee",
    sealed_for=("@addressee",),
)
class CaseConsultationAnswered:
    """One organ of a case answers the other's question [17号 24]."""

    case_id: CaseId
    addressee: Addressee
    taken_on: TakenOn
    reason: Annotated[LongText, Title("答复"), Example("经认定，属于危险废物")]
    document_number: Annotated[DocumentNumber | None, Title("认定意见文号")] = None


@command("录入共享平台")
class EnterCase:
    """Note that what was decided is entered in the sharing platform [17号 34]."""

    case_id: CaseId
    entry: Annotated[LongText, Title("录入内容"), Example("移送决定")]


@command("书面咨询")
class Consult:
    """Ask the other organ of a case in writing [17号 24]."""

    case_id: CaseId
    question: Annotated[LongText, Title("咨询事项"), Example("该批污泥是否属于危险废物")]


@command("答复书面咨询")
class AnswerConsultation:
    """Answer the other organ's question [17号 24]."""

    case_id: CaseId
    answer: Annotated[LongText, Title("答复"), Example("经认定，属于危险废物")]
    document_number: Annotated[DocumentNumber | None, Title("认定意见文号")] = None
