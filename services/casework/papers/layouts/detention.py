"""Lay out the decisions of public security on a case for detention, or its return."""

from services.casework.papers.forms.detention import (
    AdminHandback,
    DetentionDecisionCopy,
    DetentionRejection,
)
from services.casework.papers.layouts.letters import letter, on_day, referring, titled
from services.casework.papers.layouts.parts import material_table
from shared.papers import Heading, Sheet


def lay_detention_decision_copy(form: DetentionDecisionCopy) -> Sheet:
    """Lay out the copy of a decision to detain [853号 14]."""
    said = (
        f"你单位移送的{form.case_name}{referring(form.letter_number)}，"
        f"我局已于{on_day(form.decided_on)}依法作出决定，现将决定书抄送你单位。",
        titled("被处罚人", form.detained),
        titled("行政处罚决定书文号", form.decision_number),
        titled("处罚内容", form.outcome),
        "附：行政处罚决定书副本",
    )
    title = "行政拘留决定抄送函"
    return letter(title, form.office, form.number, form.to, said, form.issued_on)


def lay_detention_rejection(form: DetentionRejection) -> Sheet:
    """Lay out why the conditions are not met; the file goes back [853号 15]."""
    said = (
        f"你单位移送的{form.case_name}{referring(form.letter_number)}，"
        f"我局于{on_day(form.accepted_on)}受案。经审查，不符合适用行政拘留的条件，"
        "现说明理由并将案卷材料退回。",
        titled("不符合条件的理由", form.reason),
        titled("退回的案卷材料", form.returned),
    )
    title = "不符合行政拘留条件退回说明"
    return letter(title, form.office, form.number, form.to, said, form.issued_on)


def lay_admin_handback(form: AdminHandback) -> Sheet:
    """Lay out the letter that hands an administrative fault back [17号 17; 310号 13]."""
    said = (
        f"{form.case_name}{referring(form.letter_number)}，经我局审查，不构成犯罪或者不需要"
        f"追究刑事责任，但依法应当追究行政责任。依据{form.basis}的规定，现移送你单位依法处理。",
        Heading("查明的情况"),
        form.findings,
        Heading("移送的案卷材料"),
        material_table(form.materials),
    )
    title = "移送行政处理函"
    return letter(title, form.office, form.number, form.to, said, form.issued_on, form.copies_to)
