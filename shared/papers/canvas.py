"""Canvas: page contents are placed first, and drawn when the number of pages is known."""

from collections.abc import Callable
from dataclasses import dataclass, field

from shared.papers import page_metrics
from shared.papers.fonts.files import Face
from shared.papers.line_breaking import break_lines
from shared.papers.model import Align
from shared.papers.page_metrics import PT_MM, TypeSize

CharWidth = Callable[[str, Face], float]
"""Tells the width of a character, as a part of the size of its type."""

RISE = 0.88
"""How far the top of a character stands above its base line, as a part of its size."""

HALF = {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0}


@dataclass(frozen=True, slots=True)
class TextRun:
    """A line of text; `x` and `y` are the left end of its baseline, in mm from the top left."""

    text: str
    x: float
    y: float
    face: Face
    points: float


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A black frame, in mm."""

    x: float
    y: float
    width: float
    height: float


@dataclass(slots=True)
class Canvas:
    """The pages of one paper; `y` is the next vertical position, in mm from the top."""

    width_of: CharWidth
    pages: list[list[TextRun | Rectangle]] = field(default_factory=lambda: [[]])
    y: float = page_metrics.TOP_MM

    @property
    def room(self) -> float:
        """Free height of the page, in mm."""
        return page_metrics.PAGE_HEIGHT_MM - page_metrics.BOTTOM_MM - self.y

    @property
    def fresh(self) -> bool:
        """Whether the page is still empty."""
        return not self.pages[-1]

    def new_page(self) -> None:
        """Start a new page."""
        self.pages.append([])
        self.y = page_metrics.TOP_MM

    def need(self, height: float) -> None:
        """Start a new page if less than `height` mm are free."""
        if self.room < height and not self.fresh:
            self.new_page()

    def measure(self, text: str, face: Face, points: float) -> float:
        """Return the width of a text in mm."""
        return sum(self.width_of(char, face) for char in text) * points * PT_MM

    def broken(self, text: str, width: float, face: Face, points: float) -> list[str]:
        """Break a text into lines of at most `width` mm."""
        return break_lines(text, width, lambda char: self.measure(char, face, points))

    def line(self, text: str, left: float, width: float, face: Face, kind: TypeSize) -> None:
        """Place a line at `y` and advance `y`."""
        self.need(kind.line_mm)
        self.put(text, left, self.y, width, face, kind)
        self.y += kind.line_mm

    def put(
        self,
        text: str,
        left: float,
        top: float,
        width: float,
        face: Face,
        kind: TypeSize,
        align: Align = Align.LEFT,
    ) -> None:
        """Place a line at a given position; `y` does not change."""
        if not text:
            return
        spare = width - self.measure(text, face, kind.points)
        base = top + (kind.leading - kind.points) / 2 * PT_MM + kind.points * RISE * PT_MM
        self.pages[-1].append(TextRun(text, left + spare * HALF[align], base, face, kind.points))

    def frame(self, box: Rectangle) -> None:
        """Place a frame."""
        self.pages[-1].append(box)
