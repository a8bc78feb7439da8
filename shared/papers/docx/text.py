"""Paragraphs of a DOCX paper; each look is one style, so that a clerk can change it once."""

from dataclasses import dataclass
from typing import Protocol

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from shared.papers import page_metrics
from shared.papers.line_breaking import printable
from shared.papers.model import Align
from shared.papers.page_metrics import TypeSize

FANGSONG, HEI, SONG = "仿宋", "黑体", "宋体"
LATIN = "Times New Roman"
PLACES = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}


class ParagraphContainer(Protocol):
    """A container of paragraphs: a document or a cell."""

    def add_paragraph(self) -> Paragraph:
        """Add an empty paragraph at the end."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Look of a paragraph; `keep` keeps it on the same page as the next one."""

    font: str
    type: TypeSize
    align: Align = Align.LEFT
    indent: bool = False
    bold: bool = False
    keep: bool = False
    left_mm: float = 0.0


class TextStyles:
    """Styles of one document, each created on first use."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._made: dict[TextStyle, str] = {}

    def add(self, holder: ParagraphContainer, text: str, look: TextStyle) -> None:
        """Add a paragraph for each line of a text."""
        for line in text.split("\n"):
            self.write(holder.add_paragraph(), line, look)

    def write(self, paragraph: Paragraph, text: str, look: TextStyle) -> None:
        """Write a line into an empty paragraph."""
        if look not in self._made:
            self._made[look] = self._make(look)
        paragraph._p.style = self._made[look]
        if shown := printable(text):
            paragraph.add_run(shown)

    def _make(self, look: TextStyle) -> str:
        name = f"公文{len(self._made) + 1}"
        style = self._document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)  # noqa: S101  the library's type is too wide
        set_style(style, look)
        return str(style.style_id)


def set_style(style: ParagraphStyle, look: TextStyle) -> None:
    """Set fonts, size and layout of a style."""
    font, layout, points = style.font, style.paragraph_format, look.type.points
    font.name, font.size, font.bold = LATIN, Pt(points), look.bold
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), look.font)
    layout.alignment = PLACES[look.align]
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = Pt(look.type.leading)
    layout.keep_with_next = look.keep
    layout.left_indent = Mm(look.left_mm)
    if look.indent:
        layout.first_line_indent = Pt(points * page_metrics.INDENT_CHARS)


def write_footer(paragraph: Paragraph, looks: TextStyles, reference: str) -> None:
    """Write the reference, and page number fields that Word computes."""
    looks.write(paragraph, f"{reference}\u2003第 ", TextStyle(FANGSONG, page_metrics.FOOTER))
    for field, after in (("PAGE", " 页 共 "), ("NUMPAGES", " 页")):
        _add_field(paragraph, field)
        paragraph.add_run(after)


def _add_field(paragraph: Paragraph, name: str) -> None:
    made = OxmlElement("w:fldSimple")
    made.set(qn("w:instr"), name)
    made.append(paragraph.add_run("1")._element)
    paragraph._element.append(made)
