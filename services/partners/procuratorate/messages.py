"""The people's procuratorate: it receives copies of referrals, and supervises.

Each of its acts on a case is addressed: what two organs are told it publishes once for each.
"""

from typing import Annotated

from services.casework.steps.messages import Addressee, CaseId, DocumentNumber, Grounds, TakenOn
from shared.messages import Classification, Example, Title, event
from shared.vocabulary import Day, Id, LongText, Name

RESTRICTED = Classification.RESTRICTED


@event(
    "transfer_opinion.issued",
    title="检察意见：应当移送",
    subject="clue_id",
    classification=RESTRICTED,
    recipient="competent",
    sealed_for=("@competent",),
)
class TransferOpinionIssued:
    """The procuratorate holds that a department should have referred a case [17号 14]."""

    clue_id: Annotated[Id, Title("线索编号")]
    competent: Annotated[Name, Title("应移送部门"), Example("environment")]
    opinion: Annotated[LongText, Title("意见"), Example("现有证据已达移送标准")]
    issued_on: Annotated[Day, Title("出具日期")]


@event(
    "case.reasons_required",
    title="要求说明不立案理由",
    subject="case_id",
    classification=RESTRICTED,
    recipient="addressee",
    sealed_for=("@addressee",),
)
class ReasonsRequired:
    """Public security must say why it did not file [proc01.10]."""

    case_id: CaseId
    addressee: Addressee
    document_number: DocumentNumber
    taken_on: TakenOn


@event(
    "case.filing_ordered",
    title="通知立案",
    subject="case_id",
    classification=RESTRICTED,
    recipient="addressee",
    sealed_for=("@addressee",),
)
class FilingOrdered:
    """The reasons do not hold: public security must file [proc01.10]."""

    case_id: CaseId
    addressee: Addressee
    document_number: DocumentNumber
    taken_on: TakenOn
    reason: Grounds


@event(
    "case.supervision_ended",
    title="不立案理由成立",
    subject="case_id",
    classification=RESTRICTED,
    recipient="addressee",
    sealed_for=("@addressee",),
)
class SupervisionEnded:
    """The reasons hold: supervision of a case ends [proc01.10]."""

    case_id: CaseId
    addressee: Addressee
    document_number: DocumentNumber
    taken_on: TakenOn
    reason: Grounds


@event(
    "case.investigation_returned",
    title="退回补充侦查",
    subject="case_id",
    classification=RESTRICTED,
    recipient="addressee",
    sealed_for=("@addressee",),
)
class InvestigationReturned:
    """Public security must investigate further, within a month [17号 19]."""

    case_id: CaseId
    addressee: Addressee
    document_number: DocumentNumber
    taken_on: TakenOn
    reason: Grounds


@event(
    "case.charged",
    title="提起公诉",
    subject="case_id",
    classification=RESTRICTED,
    recipient="addressee",
    sealed_for=("@addressee",),
)
class CaseCharged:
    """The procuratorate brought a case to court [17号 34]."""

    case_id: CaseId
    addressee: Addressee
    document_number: DocumentNumber
    taken_on: TakenOn


@event(
    "case.not_prosecuted",
    title="不起诉",
    subject="case_id",
    classification=RESTRICTED,
    recipient="addressee",
    sealed_for=("@addressee",),
)
class CaseNotProsecuted:
    """The procuratorate does not prosecute; it may advise a penalty [17号 18]."""

    case_id: CaseId
    addressee: Addressee
    document_number: DocumentNumber
    taken_on: TakenOn
    reason: Grounds
    advice: Annotated[LongText | None, Title("检察建议"), Example("建议给予行政处罚")] = None
