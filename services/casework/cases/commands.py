"""What people of the department that refers ask for in a case."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from services.casework.messages import Material
from services.casework.steps.messages import CaseId, DocumentNumber, Grounds
from shared.messages import Example, Length, Title, command, value_object
from shared.vocabulary import Day, LongText, Name


class PenaltyKind(StrEnum):
    """Penalties that keep running when a case is transferred, if decided before [17号 16]."""

    WARNING = "警告"
    STOP_PRODUCTION = "责令停产停业"
    PERMIT_REVOKED = "暂扣或者吊销许可证"
    OTHER = "其他行政处罚"


@value_object("已作出的行政处罚")
class Penalty:
    """A penalty that was decided before the case went on; it keeps running [17号 16]."""

    kind: Annotated[PenaltyKind, Title("处罚种类"), Example("责令停产停业")]
    document_number: DocumentNumber
    decided_on: Annotated[Day, Title("决定日期")]


@command("记录已作出的行政处罚")
class RecordPenalty:
    """Keep a penalty that was decided before suspicion arose; its decision joins the file."""

    case_id: CaseId
    kind: Annotated[PenaltyKind, Title("处罚种类"), Example("责令停产停业")]
    document_number: DocumentNumber
    decided_on: Annotated[date, Title("决定日期"), Example("2026-09-01")]


@command("移送案卷")
class HandOverCase:
    """Hand an approved case to public security, with what joined the file since [17号 6]."""

    case_id: CaseId
    materials: Annotated[tuple[Material, ...], Title("补充的移送材料")] = ()


@command("补正材料")
class SupplementCase:
    """Hand in what public security found missing [17号 8]."""

    case_id: CaseId
    materials: Annotated[tuple[Material, ...], Title("补正材料"), Length(1, 500)]


@command("说明无法补正")
class ExplainGap:
    """Say in writing why something missing cannot be handed in [17号 8]."""

    case_id: CaseId
    reason: Annotated[LongText, Title("无法补正的说明"), Example("样品已灭失，无法重新检测")]


@command("移交涉案物品")
class HandItems:
    """Hand seized items over after filing, signed for [17号 10; 310号 12]."""

    case_id: CaseId
    items: Annotated[tuple[Name, ...], Title("物品"), Length(1, 500), Example(["黑色污泥样品"])]
    received_by: Annotated[Name, Title("接收人（警官证号）"), Example("某某")]


@command("申请复议")
class RequestReconsideration:
    """Dispute that a case was not filed [17号 11; 310号 9]."""

    case_id: CaseId
    reason: Grounds


@command("建议立案监督")
class SuggestSupervision:
    """Ask the procuratorate to look at it [17号 12-13; 310号 9]."""

    case_id: CaseId
    reason: Grounds


@command("接收行政处理案件")
class AcceptAdmin:
    """Take a case back for administrative handling [17号 17; 310号 13; code.1083]."""

    case_id: CaseId


@command("结案")
class CloseCase:
    """Close a case at the department; a penalty in its place is refused [310号 11; code.1062]."""

    case_id: CaseId
    reason: Grounds
    penalty_decision: Annotated[DocumentNumber | None, Title("行政处罚决定文号")] = None
