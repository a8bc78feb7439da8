"""Lay out the approvals, with room for each person to write and sign."""

from services.casework.papers.forms.approvals import DetentionApproval, TransferApproval
from services.casework.papers.layouts.parts import (
    SIX,
    Row,
    opinion_row,
    parties_words,
    party_rows,
    wide,
)
from shared.papers import BLANK, Sheet, Table, day_words


def lay_transfer_approval(form: TransferApproval) -> Sheet:
    """Lay out the approval of a suspected crime: the last step is the head's [17号 5; 310号 5]."""
    rows = (
        wide("案由", form.case_name),
        wide("涉案单位和人员", parties_words(form.suspects)),
        wide("涉嫌罪名", form.charge),
        wide("调查人员", form.investigators),
        wide("承办部门", form.unit),
        wide("案情简介", form.facts, 20.0),
        wide("移送依据和处理意见", form.basis, 14.0),
        wide("收到报告日期", day_words(form.reported_on)),
        opinion_row("经办人意见", form.handler),
        opinion_row("执法机构意见", form.enforcement),
        opinion_row("法制机构意见", form.legal),
        opinion_row("负责人决定（批准移送或不批准移送及理由）", form.head),
    )
    return _form("涉嫌犯罪案件移送审批单", form.office, form.number, rows)


def lay_detention_approval(form: DetentionApproval) -> Sheet:
    """Lay out the approval of a transfer for detention, in its four steps [853号 10]."""
    rows = (
        wide("案由", form.case_name),
        *party_rows(form.party),
        wide("调查人员", form.investigators),
        wide("承办部门", form.unit),
        wide("案情简介", form.facts, 20.0),
        wide("移送依据和处理意见", form.basis, 14.0),
        opinion_row("经办人", form.handler),
        opinion_row("执法机构意见", form.enforcement),
        opinion_row("法制机构意见", form.legal),
        opinion_row("局领导意见", form.head),
    )
    return _form("案件移送审批单", form.office, form.number, rows)


def _form(title: str, office: str, number: str | None, rows: tuple[Row, ...]) -> Sheet:
    return Sheet(title, (Table(SIX, rows),), office=office, number=f"审批号：{number or BLANK}")
