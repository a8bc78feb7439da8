"""Lay out the decisions of public security on a case [17号 9-10; 310号 8]."""

from services.casework.papers.forms.filings import FilingNotice, NoFilingNotice, WithdrawalNotice
from services.casework.papers.layouts.letters import letter, on_day, referring, titled
from shared.papers import Sheet, open_if_none


def lay_filing_notice(form: FilingNotice) -> Sheet:
    """Lay out 立案通知书."""
    said = (
        f"你单位移送的{form.case_name}{referring(form.letter_number)}，经审查，"
        f"我局于{on_day(form.decided_on)}决定以{form.charge}立案侦查，特此通知。",
        "请依法将涉案物品以及与案件有关的其他材料移交我局，并办理交接手续。",
        titled("承办单位及联系方式", form.contact),
    )
    title = "立案通知书"
    return letter(title, form.office, form.number, form.to, said, form.issued_on, form.copies_to)


def lay_no_filing_notice(form: NoFilingNotice) -> Sheet:
    """Lay out 不予立案通知书, with the reason."""
    said = (
        f"你单位移送的{form.case_name}{referring(form.letter_number)}，经审查，"
        f"我局于{on_day(form.decided_on)}决定不予立案，特此通知。",
        titled("不予立案的理由", form.reason),
        titled("退回的案卷材料", form.returned),
        "如对本决定有异议，可以依法申请复议；对复议决定仍有异议的，可以建议人民检察院进行立案监督。",
    )
    title = "不予立案通知书"
    return letter(title, form.office, form.number, form.to, said, form.issued_on, form.copies_to)


def lay_withdrawal_notice(form: WithdrawalNotice) -> Sheet:
    """Lay out 撤销案件通知书, with the reason."""
    said = (
        f"你单位移送的{form.case_name}（立案决定文号：{open_if_none(form.filing_number)}），"
        f"我局于{on_day(form.decided_on)}决定撤销案件，特此通知。",
        titled("撤销案件的理由", form.reason),
        titled("退回的案卷材料", form.returned),
    )
    title = "撤销案件通知书"
    return letter(title, form.office, form.number, form.to, said, form.issued_on, form.copies_to)
