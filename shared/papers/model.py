"""A paper as a neutral value: what it says and in which order, not how it is drawn."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.papers.editions import NEWEST


class Align(StrEnum):
    """Where the lines of a text stand."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


class TextSize(StrEnum):
    """How large a text is: as letters are written, as tables are, or as notes are."""

    BODY = "body"
    TABLE = "table"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a part."""

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
    """A cell over `span` columns; `foot` stands at its bottom right, as a line to sign on does."""

    text: str
    label: bool = False
    span: int = 1
    least_mm: float = 0.0
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells between black lines; the first `repeated` rows head each of its pages.

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
    """Who issues a paper, the place of the seal, and the day; a day of None is left to the pen."""

    office: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Break:
    """The next block begins a new page."""


Block = Heading | TextBlock | Table | Signature | Break


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form is laid out as."""

    title: str
    blocks: tuple[Block, ...]
    office: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet with its identity: `reference` is printed on each page, `made_at` is in the file.

    The same paper is written as the same bytes each time; `edition` tells which way it is drawn.
    """

    sheet: Sheet
    reference: str
    made_at: datetime
    edition: int = NEWEST
