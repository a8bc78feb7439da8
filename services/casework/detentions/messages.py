"""What a department tells public security of a case for administrative detention."""

from enum import StrEnum
from typing import Annotated

from services.casework.messages import Material
from services.casework.steps.messages import (
    CaseId,
    DocumentNumber,
    HandledBy,
    ReferredBy,
    TakenOn,
)
from shared.messages import Classification, Example, Length, Title, event, value_object
from shared.vocabulary import (
    County,
    Day,
    Identifier,
    IdentifierKindGiven,
    LongText,
    Name,
    OfficeDivision,
    fault_of_identifier,
    fault_of_organization,
)

RESTRICTED = Classification.RESTRICTED


class DetentionGround(StrEnum):
    """Acts that the code answers with detention, each with its article [853号]."""

    STOP_ORDER_REFUSED = "拒不停止建设（生态环境法典 1095）"
    NO_PERMIT = "无证排污拒不停止（生态环境法典 1102）"
    EVASION = "逃避监管违法排放（生态环境法典 1108）"
    BANNED_PESTICIDE = "使用禁用农药拒不改正（生态环境法典 1131）"
    POLLUTED_FARMLAND = "向农用地排放污染物情节严重（生态环境法典 1160）"
    NO_RISK_CONTROL = "未采取风险管控或者修复措施情节严重（生态环境法典 1165）"
    HAZARDOUS_WASTE = "违法处置固体废物（生态环境法典 1179）"


@value_object("人员信息", fault=fault_of_identifier)
class Person:
    """A person on the official form."""

    name: Annotated[Name, Title("姓名"), Example("某某")]
    identifier: Annotated[Identifier, Title("证件号码"), Example("某某证件")]
    phone: Annotated[Name, Title("联系电话"), Example("某某电话")]
    identifier_kind: IdentifierKindGiven = None


@value_object("企业名称或其他经营者", fault=fault_of_organization)
class Offender:
    """The enterprise or other operator on the official form."""

    name: Annotated[Name, Title("企业名称或其他经营者"), Example("某某公司")]
    organization_code: Annotated[Identifier, Title("组织机构代码"), Example("某某代码")]
    address: Annotated[Name, Title("地址"), Example("祁县某某村")]
    postcode: Annotated[Name, Title("邮编"), Example("030900")]
    legal_representative: Annotated[Person, Title("法定代表人")]
    manager: Annotated[Person, Title("企业主要负责人")]
    identifier_kind: IdentifierKindGiven = None


@value_object("案件移送审批单")
class ApprovalForm:
    """The fields of the official approval form and transfer letter, forms 1 and 2 [853号 10]."""

    approval_number: Annotated[Name, Title("审批号"), Example("某环拘移〔2026〕年某某号")]
    cause: Annotated[Name, Title("案由"), Example("通过暗管排放水污染物")]
    offender: Annotated[Offender, Title("企业名称或其他经营者")]
    investigators: Annotated[
        tuple[Name, ...],
        Title("调查人员（执法证号）"),
        Length(2, 20),
        Example(["某某甲", "某某乙"]),
    ]
    unit: Annotated[Name, Title("承办部门"), Example("某某执法大队")]
    summary: Annotated[LongText, Title("案情简介"), Example("夜间经暗管向某某沟渠排放废水")]
    ground: Annotated[DetentionGround, Title("移送依据")]
    suggestion: Annotated[LongText, Title("处理意见、移送建议"), Example("建议适用行政拘留")]
    handler: Annotated[Name, Title("经办人（执法证号）"), Example("某某甲")]
    penalty_decision: Annotated[DocumentNumber, Title("行政处罚决定文号")]
    penalty_decided_on: Annotated[Day, Title("行政处罚决定日期")]


@event(
    "detention.referred",
    title="移送适用行政拘留",
    subject="case_id",
    classification=RESTRICTED,
    recipient="handled_by",
    sealed_for=("@handled_by",),
)
class DetentionReferred:
    """A case goes to public security of the same level for detention [853号 11-12]."""

    case_id: CaseId
    referred_by: ReferredBy
    handled_by: HandledBy
    county: County
    form: Annotated[ApprovalForm, Title("案件移送书")]
    materials: Annotated[tuple[Material, ...], Title("移送材料清单")]
    taken_on: TakenOn
    division: OfficeDivision = None


@event(
    "detention.supplemented",
    title="拘留案件补充材料",
    subject="case_id",
    classification=RESTRICTED,
    recipient="handled_by",
    sealed_for=("@handled_by",),
)
class DetentionSupplemented:
    """The department hands in what public security asked for [853号 13]."""

    case_id: CaseId
    referred_by: ReferredBy
    handled_by: HandledBy
    taken_on: TakenOn
    materials: Annotated[tuple[Material, ...], Title("补充材料"), Length(1, 500)]
