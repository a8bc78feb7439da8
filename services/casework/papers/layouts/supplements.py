"""Lay out requests for missing documents, and the documents supplied."""

from services.casework.papers.forms.supplements import SupplementAnswer, SupplementRequest
from services.casework.papers.layouts.letters import letter, on_day, referring, titled
from services.casework.papers.layouts.parts import material_table
from shared.papers import Heading, Sheet, listing, open_if_none


def lay_supplement_request(form: SupplementRequest) -> Sheet:
    """Lay out 补正材料通知书 [17号 8; 853号 13]."""
    said = (
        f"你单位移送的{form.case_name}{referring(form.letter_number)}，"
        f"经审查需补正下列材料或事项，请于{on_day(form.due_on)}前补正。"
        "无法补正的，请书面说明情况。",
        listing((10.0,), ("需补正的材料或事项",), [(gap,) for gap in form.missing]),
        titled("联系人及电话", form.contact),
    )
    return letter("补正材料通知书", form.office, form.number, form.to, said, form.issued_on)


def lay_supplement_answer(form: SupplementAnswer) -> Sheet:
    """Lay out what is supplied, and why the rest cannot be [17号 8]."""
    said = (
        f"你局关于{form.case_name}的补正材料通知书（文号：{open_if_none(form.request_number)}）"
        "收悉，现将补正情况说明如下。",
        Heading("一、补正的材料"),
        material_table(form.supplied),
        Heading("二、无法补正的情况说明"),
        form.impossible or "无。",
    )
    title = "补正材料及无法补正说明"
    return letter(title, form.office, form.number, form.to, said, form.issued_on)
