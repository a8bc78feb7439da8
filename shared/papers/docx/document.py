"""Write a paper as DOCX, to be completed and signed; the output is reproducible."""

import io

import docx
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.shared import Mm

from shared.papers import page_metrics
from shared.papers.date_words import SEAL, day_numerals
from shared.papers.docx.archive import normalize_zip
from shared.papers.docx.table import add_table
from shared.papers.docx.text import FANGSONG, HEI, SONG, TextStyle, TextStyles, write_footer
from shared.papers.model import (
    Align,
    Block,
    Break,
    Heading,
    Paper,
    Signature,
    Table,
    TextBlock,
    TextSize,
)
from shared.papers.page_metrics import TYPES

TOP = (
    TextStyle(HEI, page_metrics.OFFICE, Align.CENTRE),
    TextStyle(SONG, page_metrics.TITLE, Align.CENTRE, bold=True),
    TextStyle(FANGSONG, page_metrics.NUMBER, Align.CENTRE),
)
SIGNED = TextStyle(FANGSONG, TYPES[TextSize.BODY], Align.CENTRE, keep=True, left_mm=80.0)


def write_docx(paper: Paper) -> bytes:
    """Write a paper; fonts are referenced by name: 仿宋, 黑体 and 宋体 of the reader's machine."""
    document = docx.Document()
    looks, sheet = TextStyles(document), paper.sheet
    _set_up(document, looks, paper)
    for text, look in zip((sheet.office, sheet.title, sheet.number), TOP, strict=True):
        if text:
            looks.add(document, text, look)
    for block in sheet.blocks:
        _add(document, looks, block)
    kept = io.BytesIO()
    document.save(kept)
    return normalize_zip(kept.getvalue(), paper.made_at)


def _set_up(document: Document, looks: TextStyles, paper: Paper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = (
        Mm(page_metrics.PAGE_WIDTH_MM),
        Mm(page_metrics.PAGE_HEIGHT_MM),
    )
    section.top_margin, section.bottom_margin = Mm(page_metrics.TOP_MM), Mm(page_metrics.BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(page_metrics.LEFT_MM), Mm(page_metrics.RIGHT_MM)
    write_footer(section.footer.paragraphs[0], looks, paper.reference)
    about = document.core_properties
    about.title, about.subject, about.language = paper.sheet.title, paper.reference, "zh-CN"
    about.author = about.last_modified_by = "liandong"
    about.created = about.modified = paper.made_at
    about.comments = ""


def _add(document: Document, looks: TextStyles, block: Block) -> None:
    match block:
        case Heading(text):
            looks.add(document, text, TextStyle(HEI, page_metrics.HEADING, keep=True))
        case TextBlock(text, align, indent, size):
            looks.add(document, text, TextStyle(FANGSONG, TYPES[size], align, indent))
        case Table():
            add_table(document, looks, block)
        case Signature(office, day):
            for part in ("", office, SEAL, day_numerals(day)):
                looks.add(document, part, SIGNED)
        case Break():
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
