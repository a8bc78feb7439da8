"""The steps of a case between organs, as all may know them: without names, with times."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from shared.messages import Example, Length, OneLine, Title, event
from shared.vocabulary import County, Day, Division, Id, LongText, Name, OfficeDivision

POLICE_DEPARTMENT = "public_security"

CaseId = Annotated[Id, Title("案件编号")]
ReferredBy = Annotated[Name, Title("移送部门"), Example("environment")]
HandledBy = Annotated[Name, Title("受移送机关"), Example(POLICE_DEPARTMENT)]
Addressee = Annotated[Name, Title("送达机关"), Example(POLICE_DEPARTMENT)]
DocumentNumber = Annotated[Name, Title("文号"), Example("某公（刑）字〔2026〕某某号")]
Grounds = Annotated[LongText, Title("理由"), Example("某某理由")]
TakenOn = Annotated[Day, Title("办理日期")]
OrganName = Annotated[str, OneLine(), Length(1, 100), Title("机关名称"), Example("祁县公安局")]


class Track(StrEnum):
    """Which procedure a case follows."""

    CRIMINAL = "涉嫌犯罪移送"
    DETENTION = "行政拘留移送"


class Complexity(StrEnum):
    """How long public security may take to decide on filing [17号 9]."""

    ORDINARY = "一般"
    NEEDS_CHECK = "需进一步核查"
    MAJOR = "重大复杂"


class Step(StrEnum):
    """What an organ did; the procedures tell who may do it when, the rules which clock it moves."""

    # the department that refers
    SUSPECTED = "发现涉嫌犯罪"
    REPORTED = "提交核查报告"
    DRAFTED = "提请移送审批"
    UNIT_AGREED = "执法机构同意"
    LEGAL_AGREED = "法制机构同意"
    APPROVED = "批准移送"
    REFUSED = "不批准移送"
    SENT = "移送案卷"
    SUPPLEMENTED = "补正材料"
    SUPPLEMENT_IMPOSSIBLE = "说明无法补正"
    NOTICE_RECEIVED = "收到决定通知书"
    ITEMS_HANDED = "移交涉案物品"
    RECONSIDERATION_REQUESTED = "申请复议"
    SUPERVISION_SUGGESTED = "建议立案监督"
    ADMIN_ACCEPTED = "接收行政处理案件"
    ENTERED = "录入共享平台"
    CLOSED = "结案"
    # public security
    RECEIPTED = "签收案件"
    SUPPLEMENT_REQUESTED = "通知补正"
    FORWARDED = "转送有管辖权机关"
    NOT_COMPETENT = "不属管辖退回"
    CHECK_EXTENDED = "延长审查期限"
    FILED = "立案"
    NOT_FILED = "不予立案"
    WITHDRAWN = "撤销案件"
    NOTIFIED = "送达决定通知书"
    RECONSIDERATION_UPHELD = "复议维持不立案"
    RECONSIDERATION_CHANGED = "复议变更为立案"
    REASONS_GIVEN = "说明不立案理由"
    INVESTIGATION_SUPPLEMENTED = "补充侦查完毕"
    RETURNED_FOR_ADMIN = "退回行政处理"
    DETAINED = "决定行政拘留"
    DECISION_COPIED = "抄送拘留决定书"
    REJECTED = "不符合条件退回"
    # the procuratorate
    TRANSFER_DEMANDED = "检察意见应当移送"
    REASONS_REQUIRED = "要求说明不立案理由"
    FILING_ORDERED = "通知立案"
    SUPERVISION_ENDED = "不立案理由成立"
    INVESTIGATION_RETURNED = "退回补充侦查"
    CHARGED = "提起公诉"
    NOT_PROSECUTED = "不起诉"
    NON_PROSECUTION_TOLD = "通知不起诉决定"
    # any organ to another
    CONSULTED = "书面咨询"
    CONSULTATION_ANSWERED = "答复咨询"


@event("case.step_taken", title="案件办理步骤（已脱敏）", subject="case_id")
class CaseStepTaken:
    """An organ took a step in a case: who and when, without names; clocks run from it."""

    case_id: Annotated[Id, Title("案件编号")]
    track: Annotated[Track, Title("移送种类"), Example("涉嫌犯罪移送")]
    step: Annotated[Step, Title("步骤"), Example("移送案卷")]
    taken_by: Annotated[Name, Title("办理机关"), Example("environment")]
    taken_at: Annotated[datetime, Title("办理时间"), Example("2026-10-09T08:30:00Z")]
    referred_by: Annotated[Name, Title("移送部门"), Example("environment")]
    handled_by: Annotated[Name, Title("受移送机关"), Example("public_security")]
    county: County
    complexity: Annotated[Complexity, Title("审查期限档次"), Example("一般")] = Complexity.ORDINARY
    approved_by_head: Annotated[bool, Title("已经负责人批准"), Example(False)] = False
    organ_name: Annotated[OrganName | None, Title("受移送机关名称")] = None
    division: OfficeDivision = None
    handled_division: Annotated[
        Division | None,
        Title("受移送机关所在区划", "division of the organ that handles the case"),
        Example("140728"),
    ] = None
