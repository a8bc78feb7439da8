"""Lay out the report on an investigation."""

from services.casework.papers.forms.reports import InvestigationReport
from services.casework.papers.layouts.parts import officers_words, parties_words
from shared.papers import (
    BLANK,
    Break,
    Heading,
    Sheet,
    Signature,
    Table,
    TextBlock,
    day_words,
    label,
    value,
)

COVER = (2.4, 9.0)
TALL_MM = 18.0


def lay_investigation_report(form: InvestigationReport) -> Sheet:
    """Lay out a cover, then the parts that a report must have [17号 6]."""
    cover = (
        (label("案由"), value(form.case_name, least_mm=TALL_MM)),
        (
            label("涉案单位和人员"),
            value("、".join(suspect.name for suspect in form.suspects), least_mm=TALL_MM),
        ),
        (label("案件来源"), value(form.source, least_mm=TALL_MM)),
        (label("调查人员"), value(officers_words(form.officers), least_mm=TALL_MM)),
        (label("制作机关"), value(form.office, least_mm=TALL_MM)),
        (label("制作日期"), value(day_words(form.issued_on), least_mm=TALL_MM)),
    )
    parts = (
        ("一、案件来源", form.source),
        ("二、发现经过", form.found),
        ("三、涉案单位和人员基本情况", parties_words(form.suspects)),
        ("四、案件事实", form.facts),
        ("五、证据", form.evidence),
        ("六、法律依据", form.law),
        ("七、处理建议", form.proposal),
    )
    blocks = (
        Table(COVER, cover),
        Break(),
        *(block for head, text in parts for block in (Heading(head), TextBlock(text))),
        TextBlock(f"调查人员签名：{BLANK}、{BLANK}"),
        Signature(form.office, form.issued_on),
    )
    return Sheet("案件调查报告", blocks, office=form.office, number=form.number or BLANK)
