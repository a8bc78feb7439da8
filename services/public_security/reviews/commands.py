"""What people of public security ask for once a decision was contested or supervised."""

from typing import Annotated

from services.casework.steps.messages import CaseId, DocumentNumber, Grounds
from shared.messages import Example, Title, command
from shared.vocabulary import LongText


@command("作出复议决定")
class DecideReconsideration:
    """Uphold that a case is not filed, or file it [17号 11; 310号 9]."""

    case_id: CaseId
    upheld: Annotated[bool, Title("维持不立案"), Example(True)]
    document_number: DocumentNumber
    reason: Grounds


@command("说明不立案理由")
class GiveReasons:
    """Tell the procuratorate why a case was not filed [proc01.10]."""

    case_id: CaseId
    reason: Grounds


@command("补充侦查完毕")
class SupplementInvestigation:
    """Tell that what was missing was investigated [17号 19]."""

    case_id: CaseId
    reason: Annotated[LongText, Title("补充侦查情况"), Example("已补充鉴定意见")]


@command("退回行政处理")
class ReturnForAdmin:
    """Give a case without crime back for an administrative penalty [17号 17; 310号 13]."""

    case_id: CaseId
    document_number: DocumentNumber
    reason: Grounds
