"""What people of the department ask for in a case for administrative detention."""

from typing import Annotated

from services.casework.detentions.messages import ApprovalForm
from services.casework.messages import Material
from services.casework.steps.messages import CaseId, Grounds
from shared.messages import Example, Length, Title, command
from shared.vocabulary import Id, LongText


@command("提请移送适用行政拘留")
class DraftDetention:
    """Draft the approval form of a clue whose penalty is decided [853号 2, 10]."""

    clue_id: Annotated[Id, Title("线索编号")]
    form: Annotated[ApprovalForm, Title("案件移送审批单")]
    materials: Annotated[tuple[Material, ...], Title("移送材料清单"), Length(1, 500)]


@command("执法机构审核")
class ReviewAsUnit:
    """Sign the form for the law-enforcement unit, or refuse [853号 10]."""

    case_id: CaseId
    agreed: Annotated[bool, Title("是否同意"), Example(True)]
    opinion: Annotated[LongText, Title("执法机构意见"), Example("同意移送")]


@command("法制机构审核")
class ReviewAsLegal:
    """Sign the form for the legal unit, or refuse [853号 10]."""

    case_id: CaseId
    agreed: Annotated[bool, Title("是否同意"), Example(True)]
    opinion: Annotated[LongText, Title("法制机构意见"), Example("同意移送")]


@command("批准移送适用行政拘留")
class DecideDetention:
    """Sign the form as head of the department, or refuse [853号 10]."""

    case_id: CaseId
    approved: Annotated[bool, Title("是否批准"), Example(True)]
    opinion: Annotated[LongText, Title("局领导意见"), Example("同意移送")]


@command("移送拘留案件")
class HandOverDetention:
    """Hand an approved case to public security, with what joined the file since [853号 11-12]."""

    case_id: CaseId
    materials: Annotated[tuple[Material, ...], Title("补充的移送材料")] = ()


@command("补充拘留案件材料")
class SupplementDetention:
    """Hand in what public security asked for [853号 13]."""

    case_id: CaseId
    materials: Annotated[tuple[Material, ...], Title("补充材料"), Length(1, 500)]


@command("拘留案件结案")
class CloseDetention:
    """Close a case that came back, or whose decision was copied [853号 14-16]."""

    case_id: CaseId
    reason: Grounds
