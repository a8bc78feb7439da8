"""The vocabulary of the procedure tables: organs, and marks of a case beside its state."""

from enum import StrEnum


class Organ(StrEnum):
    """An organ in a procedure: a role, independent of the department that fills it."""

    REFERRER = "移送部门"
    PUBLIC_SECURITY = "公安机关"
    PROCURATORATE = "检察机关"


class CaseMark(StrEnum):
    """A fact about a case beside its state; a mark that ends in DUE is owed by somebody."""

    DEMANDED = "检察机关认为应当移送"
    SUPPLEMENT_DUE = "待补正材料"
    NEEDS_CHECK = "需进一步核查"
    MAJOR = "重大复杂"
    NOTICE_DUE = "待送达决定通知书"
    NOTIFIED = "决定通知书已送达"
    ITEMS_DUE = "待移交涉案物品"
    RECONSIDERATION_DUE = "复议审查中"
    UPHELD = "复议维持"
    SUGGESTED = "已建议立案监督"
    REASONS_DUE = "待说明不立案理由"
    REASONS_GIVEN = "已说明不立案理由"
    FILING_DUE = "检察机关已通知立案"
    INVESTIGATION_DUE = "补充侦查中"
    ADMIN_RETURNED = "退回行政处理待接收"
    ADMIN_ACCEPTED = "已接收行政处理"
    COPY_DUE = "待抄送拘留决定书"
    COPIED = "拘留决定书已抄送"
    POLICE_ANSWER_DUE = "待公安机关答复咨询"
    REFERRER_ANSWER_DUE = "待移送部门答复咨询"
    CLOSED = "移送部门已结案"
