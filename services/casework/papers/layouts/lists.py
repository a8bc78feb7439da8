"""Lay out the lists that are signed on both sides."""

from services.casework.papers.forms.lists import ItemHandover, MaterialList
from services.casework.papers.layouts.parts import hand_table, item_table, material_table
from shared.papers import BLANK, Sheet, Table, day_words, label, note, value

HEAD = (2.2, 4.0, 2.2, 4.0)
TWO_COPIES = "本清单一式两份，移送单位和接收单位各执一份。"


def lay_material_list(form: MaterialList) -> Sheet:
    """Lay out 移送材料清单; signatures with 执法证号 and 警官证号, two copies [853号 11]."""
    head = (
        (label("案由"), value(form.case_name, span=3)),
        (label("移送单位"), value(form.office), label("接收单位"), value(form.to)),
    )
    blocks = (
        Table(HEAD, head),
        material_table(form.materials),
        hand_table(form.giver, form.taker, day_words(form.handed_on)),
        note(TWO_COPIES),
    )
    number = f"案件移送书文号：{form.number or BLANK}"
    return Sheet("移送材料清单", blocks, office=form.office, number=number)


def lay_item_handover(form: ItemHandover) -> Sheet:
    """Lay out the list of items handed over after filing [17号 10; 310号 12]."""
    head = (
        (label("案由"), value(form.case_name, span=3)),
        (label("移交单位"), value(form.office), label("接收单位"), value(form.to)),
        (label("立案通知书文号"), value(form.filing_number, span=3)),
    )
    tail = (
        (label("一并移交的其他材料"), value(form.other, span=3)),
        (label("危险物品临时处置情况"), value(form.dangerous, span=3)),
    )
    blocks = (
        Table(HEAD, head),
        item_table(form.items),
        Table(HEAD, tail),
        hand_table(form.giver, form.taker, day_words(form.handed_on), giving="移交人"),
        note(TWO_COPIES),
    )
    return Sheet("涉案物品移交清单", blocks, office=form.office, number=form.number or BLANK)
