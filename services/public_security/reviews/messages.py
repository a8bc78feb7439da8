"""What public security tells of a case after its decision was contested or supervised."""

from typing import Annotated

from services.casework.steps.messages import CaseId, DocumentNumber, Grounds, ReferredBy, TakenOn
from shared.messages import Classification, Example, Title, event
from shared.vocabulary import LongText

RESTRICTED = Classification.RESTRICTED


@event(
    "case.reconsidered",
    title="复议决定",
    subject="case_id",
    classification=RESTRICTED,
    recipient="referred_by",
    sealed_for=("@referred_by",),
)
class CaseReconsidered:
    """Public security upholds that a case is not filed, or files it [17号 11; 310号 9]."""

    case_id: CaseId
    referred_by: ReferredBy
    taken_on: TakenOn
    upheld: Annotated[bool, Title("维持不立案"), Example(True)]
    document_number: DocumentNumber
    reason: Grounds


@event(
    "case.reasons_given",
    title="说明不立案理由",
    subject="case_id",
    classification=RESTRICTED,
    sealed_for=("procuratorate",),
)
class CaseReasonsGiven:
    """Public security tells the procuratorate why it did not file [proc01.10].

    For the procuratorate alone: no department subscribes to it.
    """

    case_id: CaseId
    referred_by: ReferredBy
    taken_on: TakenOn
    reason: Grounds


@event(
    "case.investigation_supplemented",
    title="补充侦查完毕",
    subject="case_id",
    classification=RESTRICTED,
    recipient="referred_by",
    sealed_for=("@referred_by", "procuratorate"),
)
class CaseInvestigationSupplemented:
    """Public security investigated what the procuratorate missed [17号 19]."""

    case_id: CaseId
    referred_by: ReferredBy
    taken_on: TakenOn
    reason: Annotated[LongText, Title("补充侦查情况"), Example("已补充鉴定意见")]


@event(
    "case.returned_for_admin",
    title="退回行政处理",
    subject="case_id",
    classification=RESTRICTED,
    recipient="referred_by",
    sealed_for=("@referred_by", "procuratorate"),
)
class CaseReturnedForAdmin:
    """No crime, but an administrative liability: it goes back [17号 17; 310号 13; code.1083]."""

    case_id: CaseId
    referred_by: ReferredBy
    taken_on: TakenOn
    document_number: DocumentNumber
    reason: Grounds
