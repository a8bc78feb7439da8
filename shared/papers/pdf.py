"""Write a paper as PDF: embedded fonts cut down to what it shows, the same bytes each time."""

import logging

from fpdf import FPDF
from fpdf.fonts import TTFFont

from shared.papers import measures
from shared.papers.canvas import Box, Canvas, Run
from shared.papers.errors import GlyphMissingError
from shared.papers.fonts import SIMPLIFIED, Face, font_file
from shared.papers.laying import lay_paper
from shared.papers.model import Paper

PRODUCER = "liandong"


class Fonts:
    """Loads each face when the first character of it is measured."""

    def __init__(self, pdf: FPDF) -> None:
        self._pdf = pdf
        self._widths: dict[tuple[str, Face], float] = {}
        self._loaded: set[Face] = set()
        self.missing: set[str] = set()

    def width(self, char: str, face: Face) -> float:
        """Tell the width of a character, as a part of the size of its type."""
        place = char, face
        if place not in self._widths:
            self._widths[place] = self._look_up(char, face)
        return self._widths[place]

    def _look_up(self, char: str, face: Face) -> float:
        if face not in self._loaded:
            self._pdf.add_font(face.name, "", font_file(face), collection_font_number=SIMPLIFIED)
            self._loaded.add(face)
        font = self._pdf.fonts[face.name.lower()]
        if not isinstance(font, TTFFont) or ord(char) not in font.cmap:
            self.missing.add(char)
            return 1.0
        return font.get_text_width(char, 1.0, None)[1]


def write_pdf(paper: Paper) -> bytes:
    """Write a paper; `GlyphMissingError` names each character that the fonts do not have."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    pdf = FPDF(format="A4", unit="mm")
    pdf.set_auto_page_break(False)
    pdf.set_creation_date(paper.made_at)
    pdf.set_title(paper.sheet.title)
    pdf.set_lang("zh-CN")
    pdf.set_producer(PRODUCER)
    pdf.set_subject(paper.reference)
    fonts = Fonts(pdf)
    canvas = Canvas(fonts.width)
    lay_paper(canvas, paper)
    if fonts.missing:
        raise GlyphMissingError(fonts.missing)
    for page in canvas.pages:
        _draw(pdf, page)
    return bytes(pdf.output())


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
