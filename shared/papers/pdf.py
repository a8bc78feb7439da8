"""Write a paper as PDF: embedded fonts cut down to what it shows, the same bytes each time."""

import logging
from pathlib import Path
from tempfile import TemporaryDirectory

from fpdf import FPDF

from shared.papers import measures
from shared.papers.canvas import Box, Canvas, Run
from shared.papers.errors import GlyphMissingError
from shared.papers.laying import lay_paper
from shared.papers.model import Paper
from shared.papers.shapes import Shapes

PRODUCER = "liandong"


def write_pdf(paper: Paper) -> bytes:
    """Write a paper; `GlyphMissingError` names each character that the fonts do not have."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    shapes = Shapes()
    canvas = Canvas(shapes.width)
    lay_paper(canvas, paper)
    if shapes.missing:
        raise GlyphMissingError(shapes.missing)
    pdf = _begun(paper)
    with TemporaryDirectory() as folder:
        for face, content in shapes.small_fonts().items():
            path = Path(folder, f"{face.name}.otf")
            path.write_bytes(content)
            pdf.add_font(face.name, "", path)
        for page in canvas.pages:
            _draw(pdf, page)
        return bytes(pdf.output())


def _begun(paper: Paper) -> FPDF:
    pdf = FPDF(format="A4", unit="mm")
    pdf.set_auto_page_break(False)
    pdf.set_creation_date(paper.made_at)
    pdf.set_title(paper.sheet.title)
    pdf.set_lang("zh-CN")
    pdf.set_producer(PRODUCER)
    pdf.set_subject(paper.reference)
    return pdf


def _draw(pdf: FPDF, page: list[Run | Box]) -> None:
    pdf.add_page()
    pdf.set_line_width(measures.FINE_MM)
    for thing in page:
        match thing:
            case Run(text, x, y, face, points):
                pdf.set_font(face.name, size=points)
                pdf.text(x, y, text)
            case Box(x, y, width, height):
                pdf.rect(x, y, width, height)
