"""Tables of a DOCX paper: black lines, fixed widths, header rows repeated on each page."""

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table as WordTable
from docx.table import _Cell, _Row

from shared.papers import page_metrics
from shared.papers.docx.text import FANGSONG, TextStyle, TextStyles
from shared.papers.model import Align, Cell, Table
from shared.papers.page_metrics import TYPES, TypeSize

GRID = "Table Grid"


def add_table(document: Document, looks: TextStyles, table: Table) -> None:
    """Add a table with a small gap below."""
    made = document.add_table(rows=len(table.rows), cols=len(table.shares), style=GRID)
    made.autofit = False
    _pad(made)
    total = sum(table.shares)
    widths = [share * page_metrics.WIDTH_MM / total for share in table.shares]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    _fill(made, looks, table, widths)
    looks.add(document, "", TextStyle(FANGSONG, page_metrics.FOOTER))


def _fill(made: WordTable, looks: TextStyles, table: Table, widths: list[float]) -> None:
    kind = TYPES[table.size]
    for number, (row, cells) in enumerate(zip(made.rows, table.rows, strict=True)):
        if number < table.repeated:
            _mark(row, "w:tblHeader")
        _fill_row(row, looks, cells, widths, kind)


def _fill_row(
    row: _Row, looks: TextStyles, cells: tuple[Cell, ...], widths: list[float], kind: TypeSize
) -> None:
    least = max(cell.least_mm for cell in cells)
    if least:
        row.height, row.height_rule = Mm(least), WD_ROW_HEIGHT_RULE.AT_LEAST
    places, column = row.cells, 0
    for cell in cells:
        end = column + cell.span
        place = places[column]
        if cell.span > 1:
            place = place.merge(places[end - 1])
        place.width = Mm(sum(widths[column:end]))
        _write(place, looks, cell, kind)
        column = end


def _write(place: _Cell, looks: TextStyles, cell: Cell, kind: TypeSize) -> None:
    middle, top = WD_CELL_VERTICAL_ALIGNMENT.CENTER, WD_CELL_VERTICAL_ALIGNMENT.TOP
    place.vertical_alignment = top if cell.foot else middle
    look = TextStyle(FANGSONG, kind, Align.CENTRE if cell.label else Align.LEFT)
    first, *more = cell.text.split("\n")
    looks.write(place.paragraphs[0], first, look)
    if more:
        looks.add(place, "\n".join(more), look)
    if cell.foot:
        looks.add(place, cell.foot, TextStyle(FANGSONG, kind, Align.RIGHT))
        written = (cell.text.count("\n") + 2) * kind.line_mm
        place.paragraphs[-1].paragraph_format.space_before = Mm(max(cell.least_mm - written, 0))


def _pad(made: WordTable) -> None:
    """Set the same cell padding as in the PDF, so that labels do not wrap."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        room = OxmlElement(side)
        room.set(qn("w:w"), str(round(Mm(page_metrics.PAD_MM).twips)))
        room.set(qn("w:type"), "dxa")
        margins.append(room)
    made._tblPr.insert_element_before(margins, "w:tblLook")


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))
