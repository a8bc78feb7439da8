"""Lay out the file of a case: cover, history, papers, materials with hashes, clocks."""

from services.casework.papers.forms.casefile import CaseFile
from services.casework.papers.layouts.parts import parties_words
from shared.papers import (
    BLANK,
    Block,
    Break,
    Heading,
    Sheet,
    Table,
    day_words,
    label,
    listing,
    value,
)

COVER = (2.4, 9.0)
TALL_MM = 16.0


def lay_case_file(form: CaseFile) -> Sheet:
    """Lay out a file, each part on a page of its own so that it can be bound apart."""
    parts = (_happenings(form), _papers(form), _materials(form), _clocks(form))
    heads = ("一、办理经过", "二、卷内文书目录", "三、卷内材料及指纹", "四、办理期限")
    blocks: tuple[Block, ...] = (_cover(form),)
    for head, part in zip(heads, parts, strict=True):
        blocks += (Break(), Heading(head), part)
    return Sheet("案卷", blocks, office=form.office, number=f"案卷号：{form.number or BLANK}")


def _cover(form: CaseFile) -> Table:
    told = (
        ("案由", form.case_name),
        ("案件编号", form.case_id),
        ("当事人", parties_words(form.parties)),
        ("承办人", form.handlers),
        ("立卷日期", day_words(form.opened_on)),
        ("结案日期", day_words(form.closed_on)),
        ("处理结果", form.outcome),
        ("立卷人", form.keeper),
    )
    rows = tuple((label(name), value(text, least_mm=TALL_MM)) for name, text in told)
    return Table(COVER, rows)


def _happenings(form: CaseFile) -> Table:
    rows = [
        (_day_above(happening.at), happening.act, happening.by, happening.basis)
        for happening in form.happenings
    ]
    heads = ("时间", "事项", "办理单位或人员", "依据")
    return listing((2.6, 4.2, 2.8, 1.8), heads, rows)


def _papers(form: CaseFile) -> Table:
    rows = [
        (paper.title, paper.number, day_words(paper.dated) if paper.dated else None, paper.pages)
        for paper in form.papers
    ]
    return listing((3.6, 3.5, 2.7, 1.2), ("文书名称", "文号", "日期", "页次"), rows)


def _materials(form: CaseFile) -> Table:
    rows = [
        (material.name, material.quantity, material.held_by, material.sha256)
        for material in form.materials
    ]
    heads = ("材料名称", "数量", "原件保管", "SHA-256 指纹")
    return listing((3.2, 1.2, 2.0, 4.6), heads, rows)


def _clocks(form: CaseFile) -> Table:
    rows = [
        (clock.duty, clock.owner, _day_above(clock.due), clock.state, clock.basis)
        for clock in form.clocks
    ]
    heads = ("应办事项", "责任单位", "到期时间", "办理情况", "依据")
    return listing((3.0, 2.4, 2.6, 1.8, 1.8), heads, rows)


def _day_above(instant: str) -> str:
    """Write the time of day, if there is one, on a line below its day."""
    return instant.replace("日", "日\n", 1).rstrip("\n")
