"""Constructors of the blocks that most papers contain."""

from collections.abc import Iterable, Sequence

from shared.papers.model import Cell, Table, TextBlock, TextSize


def label(text: str, span: int = 1) -> Cell:
    """Return a cell with the name of a field."""
    return Cell(text, label=True, span=span)


def value(text: str | None, span: int = 1, least_mm: float = 0.0, foot: str = "") -> Cell:
    """Return a cell with the value of a field; None leaves it empty for handwriting."""
    return Cell(text or "", span=span, least_mm=least_mm, foot=foot)


def listing(
    shares: Sequence[float], heads: Sequence[str], rows: Iterable[Sequence[str | None]]
) -> Table:
    """Return a numbered list with a header on each page; an empty one has three blank rows."""
    written = [
        (Cell(str(number), label=True), *(value(text) for text in row))
        for number, row in enumerate(rows, 1)
    ]
    empty = (label(""), *(value(None) for _ in heads))
    top = (label("序号"), *(label(head) for head in heads))
    return Table((0.9, *shares), (top, *(written or [empty] * 3)), repeated=1)


def addressee(name: str) -> TextBlock:
    """Return the addressee line of a letter."""
    return TextBlock(f"{name}：", indent=False)


def copies(names: Sequence[str]) -> tuple[TextBlock, ...]:
    """Return the line of copy recipients; empty if there are none."""
    return (
        (TextBlock(f"抄送：{'、'.join(names)}", indent=False, size=TextSize.TABLE),)
        if names
        else ()
    )


def note(text: str) -> TextBlock:
    """Return a remark in small type."""
    return TextBlock(text, indent=False, size=TextSize.NOTE)
