"""The approvals that stand before a transfer."""

from typing import Annotated

from services.casework.papers.forms.parts import (
    Account,
    Basis,
    CaseName,
    Charge,
    DetentionBasis,
    DetentionCase,
    Number,
    Opinion,
    Parties,
    Party,
    Referrer,
)
from shared.messages import Example, Title, form
from shared.vocabulary import Day, LongText

NONE_YET = Opinion()
Investigators = Annotated[LongText | None, Title("调查人员"), Example("某某甲、某某乙")]
Unit = Annotated[LongText | None, Title("承办部门"), Example("某某市生态环境综合行政执法队")]


@form("涉嫌犯罪案件移送审批单")
class TransferApproval:
    """The head's decision on a report of at least two officers [17号 5; 310号 5]."""

    office: Referrer
    case_name: CaseName
    suspects: Parties
    charge: Charge
    facts: Annotated[Account, Title("案情简介"), Example("某某公司将某某污泥倾倒于某某村沟渠。")]
    basis: Annotated[Basis, Title("移送依据和处理意见")]
    number: Annotated[Number, Title("审批号"), Example("某环移审〔2026〕某号")] = None
    investigators: Investigators = None
    unit: Unit = None
    reported_on: Annotated[Day | None, Title("收到报告日期"), Example("2026-10-08")] = None
    handler: Annotated[Opinion, Title("经办人意见")] = NONE_YET
    enforcement: Annotated[Opinion, Title("执法机构意见")] = NONE_YET
    legal: Annotated[Opinion, Title("法制机构意见")] = NONE_YET
    head: Annotated[Opinion, Title("负责人决定（批准移送或不批准移送及理由）")] = NONE_YET


@form("案件移送审批单")
class DetentionApproval:
    """The approval of a transfer for detention in four steps, after its template [853号 10]."""

    office: Referrer
    case_name: DetentionCase
    party: Annotated[Party, Title("当事人")]
    facts: Annotated[Account, Title("案情简介"), Example("某某公司私设暗管排放污染物，已受处罚。")]
    basis: Annotated[DetentionBasis, Title("移送依据和处理意见")]
    number: Annotated[Number, Title("审批号"), Example("某环拘移〔2026〕年某号")] = None
    investigators: Investigators = None
    unit: Unit = None
    handler: Annotated[Opinion, Title("经办人")] = NONE_YET
    enforcement: Annotated[Opinion, Title("执法机构意见")] = NONE_YET
    legal: Annotated[Opinion, Title("法制机构意见")] = NONE_YET
    head: Annotated[Opinion, Title("局领导意见")] = NONE_YET
