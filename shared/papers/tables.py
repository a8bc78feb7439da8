"""Lay out tables: rows that do not fit continue on the next page, below the header rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import ceil

from shared.papers import page_metrics
from shared.papers.canvas import Canvas, Rectangle
from shared.papers.fonts.files import Face
from shared.papers.model import Align, Cell, Table
from shared.papers.page_metrics import PAD_MM, PT_MM, TYPES, TypeSize

KEPT_MM = 60.0
"""A row up to this height is never divided."""

LEAST_LINES = 2
SLACK_MM = 0.01


@dataclass(frozen=True, slots=True)
class CellFragment:
    """A cell, or its remainder, as lines at a position."""

    lines: tuple[str, ...]
    foot: tuple[str, ...]
    left: float
    width: float
    label: bool
    least_mm: float

    def height(self, kind: TypeSize) -> float:
        """Return its height in mm."""
        lines = len(self.lines) + len(self.foot)
        return max(self.least_mm, lines * kind.line_mm + 2 * PAD_MM)


Row = tuple[CellFragment, ...]


def lay_table(canvas: Canvas, table: Table) -> None:
    """Place a table on as many pages as it needs."""
    kind = TYPES[table.size]
    total = sum(table.shares)
    ends = [end * page_metrics.WIDTH_MM / total for end in accumulate(table.shares, initial=0.0)]
    rows = [_pieces(canvas, row, ends, kind) for row in table.rows]
    heads = rows[: table.repeated]
    canvas.need(
        sum(_height(row, kind) for row in rows[: table.repeated + 1] if _stays_whole(row, kind))
    )
    for number, row in enumerate(rows):
        _lay_row(canvas, row, heads if number >= table.repeated else [], kind)


def _pieces(canvas: Canvas, row: Sequence[Cell], ends: Sequence[float], kind: TypeSize) -> Row:
    made, column = [], 0
    for cell in row:
        left, right = ends[column], ends[column + cell.span]
        column += cell.span
        inner = right - left - 2 * PAD_MM
        lines = _lines(canvas, cell, inner, kind)
        foot = canvas.broken(cell.foot, inner, Face.SONG, kind.points) if cell.foot else []
        place = page_metrics.LEFT_MM + left
        made.append(
            CellFragment(tuple(lines), tuple(foot), place, right - left, cell.label, cell.least_mm)
        )
    return tuple(made)


def _lines(canvas: Canvas, cell: Cell, width: float, kind: TypeSize) -> list[str]:
    """Break the text of a cell; that of a label into lines of similar length."""
    lines = canvas.broken(cell.text, width, Face.SONG, kind.points) if cell.text else []
    if not cell.label or len(lines) < 2:
        return lines
    even = ceil(len(cell.text) / len(lines)) * kind.points * PT_MM + SLACK_MM
    evenly = canvas.broken(cell.text, min(even, width), Face.SONG, kind.points)
    return evenly if len(evenly) == len(lines) else lines


def _lay_row(canvas: Canvas, row: Row, heads: Sequence[Row], kind: TypeSize) -> None:
    while not _fits(canvas, row, kind):
        fitting = int((canvas.room - 2 * PAD_MM) / kind.line_mm)
        if not _stays_whole(row, kind) and fitting >= LEAST_LINES:
            _draw(canvas, tuple(_first(piece, fitting) for piece in row), kind)
            row = tuple(_rest(piece, fitting) for piece in row)
        canvas.new_page()
        for head in heads:
            _draw(canvas, head, kind)
    _draw(canvas, row, kind)


def _fits(canvas: Canvas, row: Row, kind: TypeSize) -> bool:
    return _height(row, kind) <= canvas.room


def _stays_whole(row: Row, kind: TypeSize) -> bool:
    return _height(row, kind) <= KEPT_MM


def _height(row: Row, kind: TypeSize) -> float:
    return max(piece.height(kind) for piece in row)


def _first(piece: CellFragment, lines: int) -> CellFragment:
    return replace(piece, lines=piece.lines[:lines], foot=(), least_mm=0.0)


def _rest(piece: CellFragment, lines: int) -> CellFragment:
    return replace(piece, lines=piece.lines[lines:], least_mm=0.0)


def _draw(canvas: Canvas, row: Row, kind: TypeSize) -> None:
    height = _height(row, kind)
    for piece in row:
        canvas.frame(Rectangle(piece.left, canvas.y, piece.width, height))
        _write(canvas, piece, height, kind)
    canvas.y += height


def _write(canvas: Canvas, piece: CellFragment, height: float, kind: TypeSize) -> None:
    left, width = piece.left + PAD_MM, piece.width - 2 * PAD_MM
    spare = height - len(piece.lines) * kind.line_mm
    top = canvas.y + (PAD_MM if piece.foot else spare / 2)
    align = Align.CENTRE if piece.label else Align.LEFT
    for number, line in enumerate(piece.lines):
        canvas.put(line, left, top + number * kind.line_mm, width, Face.SONG, kind, align)
    base = canvas.y + height - PAD_MM - len(piece.foot) * kind.line_mm
    for number, line in enumerate(piece.foot):
        canvas.put(line, left, base + number * kind.line_mm, width, Face.SONG, kind, Align.RIGHT)
