"""Printed form of papers: official fields, one-page forms, days, copies, line breaks."""

import io
import re

import docx
import papers_given as given
import pytest

from services.casework.papers.registry import PAPERS
from shared.papers import page_metrics
from shared.papers.canvas import TextRun
from shared.papers.model import Cell, Paper, Sheet, Table, TextBlock, TextSize
from shared.papers.page_metrics import TYPES
from shared.papers.rendering import Format, render

kinds = pytest.mark.parametrize("kind", list(PAPERS))
PARTY = ("案由", "企业名称或其他经营者", "组织机构代码", "地址", "邮编", "法定代表人")
PEOPLE = ("企业主要负责人", "证件号码", "电话", "调查人员", "承办部门")
OFFICIAL = {
    "detention_approval": (
        *("审批号", *PARTY, *PEOPLE, "案情简介", "移送依据和处理意见"),
        *("经办人", "执法机构意见", "法制机构意见", "局领导意见"),
    ),
    "detention_transfer_letter": (
        *(*PARTY, *PEOPLE, "简要案情", "移送依据", "移送建议", "经办人（执法证号）"),
    ),
    "material_list": ("材料名称", "数量", "提供部门", "备注", "执法证号", "警官证号", "一式两份"),
    "transfer_letter": ("涉嫌", "依据", "经办人及联系方式", "移送材料清单", "（盖章处）", "抄送"),
    "item_handover": ("物品名称", "数量", "特征", "存放地点"),
}
COPIED = {
    "transfer_letter": "17号 6",
    "forward_notice": "17号 9",
    "filing_notice": "17号 9",
    "no_filing_notice": "17号 9",
    "withdrawal_notice": "17号 9",
    "admin_handback": "17号 17",
}
"""Papers of which the procuratorate gets a copy, with the article."""


@pytest.mark.parametrize("kind", OFFICIAL)
def test_a_paper_has_the_fields_of_its_official_form(kind):
    """853号 10-11 with its three templates; 17号 6."""
    paper = given.full(kind)

    for words in given.words_in_both(paper):
        assert [field for field in OFFICIAL[kind] if field not in words] == []


@pytest.mark.parametrize(
    "kind", ["transfer_approval", "detention_approval", "detention_transfer_letter"]
)
def test_a_form_of_one_page_stays_on_one_page_with_all_its_signatures(kind):
    pages = given.laid(given.full(kind)).pages

    assert len(pages) == 1


@kinds
def test_days_stand_in_chinese_in_every_paper(kind):
    paper = given.full(kind)

    for words in given.words_in_both(paper):
        assert re.findall(r"\d{4}-\d\d-\d\d", words) == []


@kinds
def test_only_papers_of_which_an_article_says_so_are_copied_to_the_procuratorate(kind):
    words = given.words_of(given.laid(given.full(kind)))

    assert ("抄送：" in words) == (kind in COPIED)


@pytest.mark.parametrize(
    ("kind", "article"), [("supervision_suggestion", "第九条"), ("admin_handback", "第十三条")]
)
def test_the_example_of_a_paper_cites_the_article_that_it_rests_on(kind, article):
    """310号 9 for supervision, 310号 13 for purely administrative cases."""
    assert f"《行政执法机关移送涉嫌犯罪案件的规定》{article}" in given.words_of(
        given.laid(given.full(kind))
    )


@pytest.mark.parametrize("name", ["企业主要负责人", "移送依据和处理意见", "立案通知书文号"])
def test_the_name_of_a_field_breaks_into_even_lines(name):
    table = Table((1.0, 4.0), ((Cell(name, label=True), Cell("某某")),))

    canvas = given.laid(Paper(Sheet("某某", (table,)), "某某", given.AT))

    size = TYPES[TextSize.TABLE].points
    lines = [run.text for run in canvas.pages[0] if isinstance(run, TextRun) and run.points == size]
    parts = [len(line) for line in lines if line in name]
    assert sum(parts) == len(name)
    assert max(parts) - min(parts) <= 1


def test_a_table_keeps_clear_of_the_text_above_it():
    blocks = (TextBlock("某某"), Table((1.0,), ((Cell("某某"),),)))

    page = given.laid(Paper(Sheet("某某", blocks), "某某", given.AT)).pages[0]

    text = next(
        run
        for run in page
        if isinstance(run, TextRun) and run.points == TYPES[TextSize.BODY].points
    )
    frame = next(box for box in page if not isinstance(box, TextRun))
    assert frame.y > text.y + 2


def test_a_table_in_word_has_as_much_room_beside_its_text_as_in_print():
    document = docx.Document(
        io.BytesIO(render(given.full("detention_approval"), Format.DOCX).content)
    )

    left = document.tables[0]._tbl.find(".//{*}tblCellMar/{*}left")
    assert int(next(iter(left.values()))) == round(page_metrics.PAD_MM / 25.4 * 1440)
