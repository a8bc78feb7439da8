"""Lay out the letters that hand a case to public security."""

from services.casework.papers.forms.transfers import DetentionTransferLetter, TransferLetter
from services.casework.papers.layouts.letters import letter
from services.casework.papers.layouts.parts import (
    SIX,
    material_table,
    officers_words,
    parties_words,
    party_rows,
    wide,
)
from shared.papers import BLANK, Heading, Sheet, Signature, Table, addressee


def lay_transfer_letter(form: TransferLetter) -> Sheet:
    """Lay out 案件移送书: charge, facts, basis, handlers, and the list of materials [17号 6]."""
    said = (
        f"{form.case_name}，经调查，涉嫌{form.charge}。依据{form.basis}的规定，"
        "现将该案移送你局，请依法处理，并请在回执上签字、盖章后退回。",
        Heading("一、涉案单位和人员"),
        parties_words(form.suspects),
        Heading("二、简要案情"),
        form.facts,
        Heading("三、已作出的行政处罚"),
        form.penalised or "无。",
        Heading("四、经办人及联系方式"),
        officers_words(form.handlers),
        "附：移送材料清单",
    )
    attached = (Heading("附：移送材料清单"), material_table(form.materials))
    return letter(
        "案件移送书",
        form.office,
        form.number,
        form.to,
        said,
        form.issued_on,
        form.copies_to,
        attached,
    )


def lay_detention_transfer_letter(form: DetentionTransferLetter) -> Sheet:
    """Lay out 案件移送书 for detention, with the fields of its template [853号 11]."""
    rows = (
        wide("案由", form.case_name),
        *party_rows(form.party),
        wide("调查人员", form.investigators),
        wide("承办部门", form.unit),
        wide("简要案情", form.facts, 20.0),
        wide("移送依据", form.basis, 14.0),
        wide("移送建议", form.proposal, 14.0),
        wide("经办人（执法证号）", officers_words(form.handlers)),
    )
    blocks = (addressee(form.to), Table(SIX, rows), Signature(form.office, form.issued_on))
    return Sheet("案件移送书", blocks, office=form.office, number=form.number or BLANK)
