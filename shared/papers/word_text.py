"""Paragraphs of a DOCX paper, with the fonts that Chinese and Latin text take."""

from typing import Protocol

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from shared.papers import measures
from shared.papers.breaking import printable
from shared.papers.measures import Type
from shared.papers.model import Align

FANGSONG, HEI, SONG = "仿宋", "黑体", "宋体"
LATIN = "Times New Roman"
PLACES = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}


class Holder(Protocol):
    """What paragraphs can be added to: a document or a cell."""

    def add_paragraph(self) -> Paragraph:
        """Add an empty paragraph at the end."""


def add_lines(
    holder: Holder,
    text: str,
    font: str,
    kind: Type,
    align: Align = Align.LEFT,
    *,
    indent: bool = False,
    bold: bool = False,
    keep: bool = False,
) -> Paragraph:
    """Add a paragraph for each line of a text; `keep` keeps it with the next one on a page."""
    made = [holder.add_paragraph() for _ in range(text.count("\n") + 1)]
    for paragraph, line in zip(made, text.split("\n"), strict=True):
        write_line(paragraph, line, font, kind, align, bold=bold)
        paragraph.paragraph_format.keep_with_next = keep
        if indent:
            blank = Pt(kind.points * measures.INDENT_CHARS)
            paragraph.paragraph_format.first_line_indent = blank
    return made[-1]


def write_line(
    paragraph: Paragraph,
    text: str,
    font: str,
    kind: Type,
    align: Align = Align.LEFT,
    *,
    bold: bool = False,
) -> None:
    """Write a line into an empty paragraph."""
    layout = paragraph.paragraph_format
    layout.alignment = PLACES[align]
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = Pt(kind.leading)
    if shown := printable(text):
        set_type(paragraph.add_run(shown), font, kind, bold=bold)


def set_type(run: Run, font: str, kind: Type, *, bold: bool = False) -> None:
    """Give a run its fonts and its size."""
    run.font.name, run.font.size, run.font.bold = LATIN, Pt(kind.points), bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def write_footer(paragraph: Paragraph, reference: str) -> None:
    """Write the reference, and the number of the page as Word counts it."""
    write_line(paragraph, f"{reference}\t", FANGSONG, measures.FOOTER)
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(measures.WIDTH_MM))
    for before, field in (("第 ", "PAGE"), (" 页 共 ", "NUMPAGES"), (" 页", "")):
        set_type(paragraph.add_run(before), FANGSONG, measures.FOOTER)
        if field:
            _add_field(paragraph, field)


def _add_field(paragraph: Paragraph, name: str) -> None:
    made = OxmlElement("w:fldSimple")
    made.set(qn("w:instr"), name)
    run = paragraph.add_run("1")
    set_type(run, FANGSONG, measures.FOOTER)
    made.append(run._element)
    paragraph._element.append(made)
