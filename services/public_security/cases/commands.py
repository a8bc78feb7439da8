"""What people of public security ask for in a case that was referred."""

from typing import Annotated

from services.casework.messages import MaterialKind
from services.casework.steps.messages import CaseId, DocumentNumber, Grounds, OrganName
from shared.messages import Example, Length, Title, command
from shared.vocabulary import Division, LongText, Name


@command("签收移送案件")
class ReceiptCase:
    """Sign for a referred case; an incomplete file is no reason not to [17号 7; 310号 7]."""

    case_id: CaseId
    officer: Annotated[Name, Title("签收人（警官证号）"), Example("某某")]
    document_number: Annotated[
        Name | None, Title("回执文号"), Example("某公（刑）受字〔2026〕某某号")
    ] = None


@command("通知补正")
class RequestSupplement:
    """Tell in writing what a file lacks, within a day of the receipt [17号 8]."""

    case_id: CaseId
    missing: Annotated[
        tuple[MaterialKind, ...],
        Title("缺少的材料"),
        Length(1, 20),
        Example(["监测检验报告或认定意见"]),
    ]
    reason: Annotated[LongText, Title("补正要求"), Example("缺少监测报告，请补正")]


@command("转送有管辖权机关")
class ForwardCase:
    """Hand a case on to the organ of public security that is competent [17号 9; 310号 7]."""

    case_id: CaseId
    to_division: Annotated[Division, Title("接收机关所在区划")]
    to_organ: OrganName
    reason: Grounds


@command("不属公安机关管辖退回")
class DeclineCompetence:
    """Give a case back that no organ of public security is competent for [17号 9]."""

    case_id: CaseId
    reason: Grounds


@command("进一步核查，延长至七日")
class ExtendCheck:
    """Take seven days to decide, because the clue needs checking [17号 9]."""

    case_id: CaseId
    reason: Grounds


@command("重大复杂，延长至三十日")
class ExtendMajor:
    """Take thirty days to decide; the head approves by this very act [17号 9]."""

    case_id: CaseId
    reason: Grounds


@command("决定是否立案")
class DecideFiling:
    """File a case or not; not filing states its reason [17号 9; 310号 8]."""

    case_id: CaseId
    filed: Annotated[bool, Title("是否立案"), Example(True)]
    document_number: Annotated[
        DocumentNumber, Title("决定文号"), Example("某公（刑）立字〔2026〕某某号")
    ]
    reason: Annotated[LongText, Title("理由"), Example("有犯罪事实，需追究刑事责任")]


@command("撤销案件")
class WithdrawCase:
    """End a filed case, with the reason [17号 9]."""

    case_id: CaseId
    document_number: DocumentNumber
    reason: Grounds


@command("送达决定通知书")
class ServeNotice:
    """Serve the written notice of a decision on filing [17号 9]."""

    case_id: CaseId
    document_number: DocumentNumber
