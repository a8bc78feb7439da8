"""Lay out a paper on pages, block by block, in the style of official documents."""

from shared.papers import page_metrics
from shared.papers.canvas import Canvas
from shared.papers.date_words import NO_TEXT_HERE, SEAL, day_numerals
from shared.papers.fonts.files import Face
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
from shared.papers.page_metrics import LEFT_MM, TYPES, WIDTH_MM, TypeSize
from shared.papers.tables import lay_table

SIGNED_MM = 80.0
GAP_MM = 3.0


def layout(canvas: Canvas, paper: Paper) -> None:
    """Place office, title, number and blocks, then a footer on each page."""
    sheet = paper.sheet
    _centred(canvas, sheet.office, Face.HEI, page_metrics.OFFICE)
    _centred(canvas, sheet.title, Face.SONG_BOLD, page_metrics.TITLE)
    _centred(canvas, sheet.number, Face.SONG, page_metrics.NUMBER)
    canvas.y += GAP_MM
    for block in sheet.blocks:
        lay_block(canvas, block)
    _foot(canvas, paper.reference)


def lay_block(canvas: Canvas, block: Block) -> None:
    """Place one block below the last one."""
    match block:
        case Heading(text):
            canvas.need(page_metrics.HEADING.line_mm + TYPES[TextSize.BODY].line_mm)
            for line in canvas.broken(text, WIDTH_MM, Face.HEI, page_metrics.HEADING.points):
                canvas.line(line, LEFT_MM, WIDTH_MM, Face.HEI, page_metrics.HEADING)
        case TextBlock():
            _lay_text(canvas, block)
        case Table():
            canvas.y += 0.0 if canvas.fresh else GAP_MM / 2
            lay_table(canvas, block)
            canvas.y += GAP_MM
        case Signature():
            _lay_signature(canvas, block)
        case Break():
            canvas.new_page()


def _centred(canvas: Canvas, text: str, face: Face, kind: TypeSize) -> None:
    for line in canvas.broken(text, WIDTH_MM, face, kind.points) if text else ():
        canvas.need(kind.line_mm)
        canvas.put(line, LEFT_MM, canvas.y, WIDTH_MM, face, kind, Align.CENTRE)
        canvas.y += kind.line_mm


def _lay_text(canvas: Canvas, text: TextBlock) -> None:
    kind = TYPES[text.size]
    blank = "\u3000" * page_metrics.INDENT_CHARS if text.indent else ""
    for paragraph in text.text.split("\n"):
        for line in canvas.broken(blank + paragraph, WIDTH_MM, Face.SONG, kind.points):
            canvas.need(kind.line_mm)
            canvas.put(line, LEFT_MM, canvas.y, WIDTH_MM, Face.SONG, kind, text.align)
            canvas.y += kind.line_mm


def _lay_signature(canvas: Canvas, signature: Signature) -> None:
    """Place office, seal and day together at the right; they stay on one page."""
    kind = TYPES[TextSize.BODY]
    written = [
        line
        for part in (signature.office, SEAL, day_numerals(signature.day))
        for line in canvas.broken(part, SIGNED_MM, Face.SONG, kind.points)
    ]
    canvas.need((len(written) + 1) * kind.line_mm)
    if canvas.fresh:
        _lay_text(canvas, TextBlock(NO_TEXT_HERE))
    canvas.y += kind.line_mm
    left = LEFT_MM + WIDTH_MM - SIGNED_MM
    for line in written:
        canvas.put(line, left, canvas.y, SIGNED_MM, Face.SONG, kind, Align.CENTRE)
        canvas.y += kind.line_mm
    canvas.y += GAP_MM


def _foot(canvas: Canvas, reference: str) -> None:
    pages = canvas.pages
    top = page_metrics.PAGE_HEIGHT_MM - page_metrics.FOOTER_MM
    for number, page in enumerate(pages, 1):
        canvas.pages = [page]
        told = f"第 {number} 页 共 {len(pages)} 页"
        canvas.put(reference, LEFT_MM, top, WIDTH_MM, Face.SONG, page_metrics.FOOTER)
        canvas.put(told, LEFT_MM, top, WIDTH_MM, Face.SONG, page_metrics.FOOTER, Align.RIGHT)
    canvas.pages = pages
