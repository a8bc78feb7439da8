"""Write a paper as PDF with embedded subset fonts; the output is reproducible."""

import logging
from pathlib import Path
from tempfile import TemporaryDirectory

from fpdf import FPDF

from shared.papers import page_metrics
from shared.papers.canvas import Canvas, Rectangle, TextRun
from shared.papers.errors import GlyphMissingError
from shared.papers.fonts.files import Font
from shared.papers.fonts.metrics import FontMetrics
from shared.papers.layout import layout
from shared.papers.model import Paper
from shared.papers.page_metrics import PT_MM

PRODUCER = "liandong"
BASE = 0.3
"""How far the embedding library sets a base line below the middle of a cell, in sizes."""


def write_pdf(paper: Paper) -> bytes:
    """Write a paper; raises `GlyphMissingError` that names each character no font has."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    shapes = FontMetrics(paper.edition)
    canvas = Canvas(shapes.width)
    layout(canvas, paper)
    if shapes.missing:
        raise GlyphMissingError(shapes.missing)
    pdf = _begun(paper)
    with TemporaryDirectory() as folder:
        names = _embedded(pdf, shapes.small_fonts(), Path(folder))
        for page in canvas.pages:
            _draw(pdf, page, shapes, names)
        return bytes(pdf.output())


def _embedded(pdf: FPDF, fonts: dict[Font, bytes], folder: Path) -> dict[Font, str]:
    """Embed the fonts in the document and return the name of each."""
    names = {font: f"type{number}" for number, font in enumerate(fonts)}
    for font, content in fonts.items():
        path = folder / f"{names[font]}.otf"
        path.write_bytes(content)
        pdf.add_font(names[font], "", path)
    return names


def _begun(paper: Paper) -> FPDF:
    pdf = FPDF(format="A4", unit="mm")
    pdf.set_auto_page_break(False)
    pdf.set_creation_date(paper.made_at)
    pdf.set_title(paper.sheet.title)
    pdf.set_lang("zh-CN")
    pdf.set_producer(PRODUCER)
    pdf.set_subject(paper.reference)
    return pdf


def _draw(
    pdf: FPDF, page: list[TextRun | Rectangle], shapes: FontMetrics, names: dict[Font, str]
) -> None:
    pdf.add_page()
    pdf.set_line_width(page_metrics.FINE_MM)
    for thing in page:
        match thing:
            case TextRun():
                _write(pdf, thing, shapes, names)
            case Rectangle(x, y, width, height):
                pdf.rect(x, y, width, height)


def _write(pdf: FPDF, run: TextRun, shapes: FontMetrics, names: dict[Font, str]) -> None:
    """Write a line, each run in its own font."""
    x = run.x
    for piece in shapes.pieces(run.text, run.face):
        pdf.set_font(names[piece.font], size=run.points)
        if piece.joined:
            x += _write_joined(pdf, piece.text, x, run.y)
            continue
        pdf.text(x, run.y, piece.text)
        x += sum(shapes.width(char, run.face) for char in piece.text) * run.points * PT_MM


def _write_joined(pdf: FPDF, text: str, x: float, y: float) -> float:
    """Write a shaped run with its baseline at `y`; return its width in mm."""
    pdf.set_text_shaping(True)
    width = pdf.get_string_width(text)
    pdf.set_xy(x - pdf.c_margin, y - BASE * pdf.font_size)
    pdf.cell(width + 2 * pdf.c_margin, 0, text)
    pdf.set_text_shaping(False)
    return width
