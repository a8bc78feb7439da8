"""A paper as a format-neutral value: content and order, not drawing."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.papers.editions import NEWEST


class Align(StrEnum):
    """Horizontal alignment of text."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


class TextSize(StrEnum):
    """Type size: that of body text, tables or notes."""

    BODY = "body"
    TABLE = "table"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Paragraphs, one per line of `text`; `indent` begins each with two blank characters."""

    text: str
    align: Align = Align.LEFT
    indent: bool = True
    size: TextSize = TextSize.BODY


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell over `span` columns; `foot` goes to its bottom right, such as a signature line."""

    text: str
    label: bool = False
    span: int = 1
    least_mm: float = 0.0
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells between black lines; the first `repeated` rows are repeated on each page.

    `shares` are the relative widths of the columns; the spans of each row add up to their number.
    """

    shares: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    repeated: int = 0
    size: TextSize = TextSize.TABLE

    def __post_init__(self) -> None:
        for row in self.rows:
            if sum(cell.span for cell in row) != len(self.shares):
                raise ValueError(f"a row does not fill {len(self.shares)} columns: {row}")


@dataclass(frozen=True, slots=True)
class Signature:
    """Issuing office, place of the seal, and day; a day of None is left blank for handwriting."""

    office: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Break:
    """A page break before the next block."""


Block = Heading | TextBlock | Table | Signature | Break


@dataclass(frozen=True, slots=True)
class Sheet:
    """The laid-out content of a form."""

    title: str
    blocks: tuple[Block, ...]
    office: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet with its identity: `reference` is printed on each page, `made_at` is in the file.

    The same paper always gives the same bytes; `edition` selects the version of the drawing code.
    """

    sheet: Sheet
    reference: str
    made_at: datetime
    edition: int = NEWEST
