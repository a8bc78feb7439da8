"""Page dimensions in points and mm, after GB/T 9704 unless a form needs more room."""

from dataclasses import dataclass

from shared.papers.model import TextSize

PT_MM = 25.4 / 72
PAGE_WIDTH_MM = 210.0
PAGE_HEIGHT_MM = 297.0
TOP_MM = 30.0
BOTTOM_MM = 25.0
LEFT_MM = 27.0
RIGHT_MM = 25.0
WIDTH_MM = PAGE_WIDTH_MM - LEFT_MM - RIGHT_MM
FOOTER_MM = 15.0
PAD_MM = 1.6
FINE_MM = 0.25
INDENT_CHARS = 2


@dataclass(frozen=True, slots=True)
class TypeSize:
    """A type size with its line spacing, in points."""

    points: float
    leading: float

    @property
    def line_mm(self) -> float:
        """Height of a line in mm."""
        return self.leading * PT_MM


OFFICE = TypeSize(16, 28)
TITLE = TypeSize(22, 34)
NUMBER = TypeSize(14, 24)
HEADING = TypeSize(14, 26)
FOOTER = TypeSize(8, 10)
TYPES = {
    TextSize.BODY: TypeSize(15, 27),
    TextSize.TABLE: TypeSize(11.5, 18),
    TextSize.NOTE: TypeSize(9.5, 15),
}
