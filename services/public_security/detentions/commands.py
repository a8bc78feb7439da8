"""What people of public security ask for in a case for administrative detention."""

from typing import Annotated

from services.casework.steps.messages import CaseId, DocumentNumber, Grounds, OrganName
from services.public_security.detentions.messages import Detained
from shared.messages import Between, Example, Length, Title, command
from shared.vocabulary import Division, LongText, Name


@command("受理拘留案件")
class ReceiptDetention:
    """Accept a case and give the receipt, whatever the file holds [853号 12; psa.60-61]."""

    case_id: CaseId
    officer: Annotated[Name, Title("签收人（警官证号）"), Example("某某")]


@command("通知补充拘留案件材料")
class RequestDetentionSupplement:
    """Ask in writing for what is not clear [853号 13]."""

    case_id: CaseId
    reason: Annotated[LongText, Title("补充要求"), Example("请补充询问笔录")]


@command("转送拘留案件")
class ForwardDetention:
    """Hand a case on to the organ of public security that is competent [psa.60-61]."""

    case_id: CaseId
    to_division: Annotated[Division, Title("接收机关所在区划")]
    to_organ: OrganName
    reason: Grounds


@command("拘留案件不属管辖退回")
class DeclineDetention:
    """Give a case back that public security is not competent for [psa.60-61]."""

    case_id: CaseId
    reason: Grounds


@command("决定行政拘留")
class DecideOnDetention:
    """Detain [853号 14]."""

    case_id: CaseId
    document_number: DocumentNumber
    days: Annotated[int, Title("拘留天数"), Example(5), Between(1, 15)]
    detained: Annotated[tuple[Detained, ...], Title("被拘留人"), Length(0, 20)] = ()


@command("延长拘留案件办案期限")
class ExtendDetentionPeriod:
    """Note that the superior organ of public security let the case take longer [psa.165]."""

    case_id: CaseId
    approved_by: Annotated[OrganName, Title("批准延长的上一级公安机关"), Example("晋中市公安局")]
    document_number: DocumentNumber
    reason: Grounds


@command("抄送拘留决定书")
class CopyDecision:
    """Send the department a copy of the decision [853号 14]."""

    case_id: CaseId
    document_number: DocumentNumber


@command("不符合拘留条件退回")
class RejectDetention:
    """Give a case back whose conditions are not met, with written reasons [853号 15]."""

    case_id: CaseId
    document_number: DocumentNumber
    reason: Grounds
