"""Lay out the answers of public security when a case arrives."""

from services.casework.papers.forms.acceptance import (
    AcceptanceReceipt,
    DetentionReceipt,
    ForwardNotice,
    ReturnNotice,
)
from services.casework.papers.layouts.letters import letter, on_day, referring, titled
from services.casework.papers.layouts.parts import hand_table
from shared.papers import Sheet


def lay_acceptance_receipt(form: AcceptanceReceipt) -> Sheet:
    """Lay out 接受案件回执 [17号 7; 310号 7]."""
    return _receipt("接受案件回执", form)


def lay_detention_receipt(form: DetentionReceipt) -> Sheet:
    """Lay out 受案回执 [853号 12; PSA 60]."""
    return _receipt("受案回执", form)


def _receipt(title: str, form: AcceptanceReceipt) -> Sheet:
    said = (
        f"你单位移送的{form.case_name}{referring(form.letter_number)}，"
        f"我局已于{on_day(form.received_on)}接受。",
        titled("接受的材料", form.materials),
        hand_table(form.giver, form.taker, on_day(form.received_on), giving="送件人"),
    )
    return letter(title, form.office, form.number, form.to, said, form.issued_on)


def lay_forward_notice(form: ForwardNotice) -> Sheet:
    """Lay out the notice that a case went to the competent organ [17号 9; 310号 7]."""
    said = (
        f"你单位移送的{form.case_name}{referring(form.letter_number)}，经审查不属于我局管辖。"
        f"我局已于{on_day(form.forwarded_on)}将该案转送有管辖权的{form.competent}，特此通知。",
        titled("转送理由", form.reason),
    )
    title = "移送管辖通知书"
    return letter(title, form.office, form.number, form.to, said, form.issued_on, form.copies_to)


def lay_return_notice(form: ReturnNotice) -> Sheet:
    """Lay out the notice that a case is no matter of public security [17号 9]."""
    said = (
        f"你单位移送的{form.case_name}{referring(form.letter_number)}，"
        "经审查不属于公安机关管辖，现予退回。",
        titled("退回理由", form.reason),
        titled("退回的材料", form.returned),
    )
    return letter("退回案件通知书", form.office, form.number, form.to, said, form.issued_on)
