"""Short ways to write the blocks that most papers have."""

from collections.abc import Iterable, Sequence

from shared.papers.model import Cell, Table, TextBlock, TextSize


def label(text: str, span: int = 1) -> Cell:
    """Write the name of a field."""
    return Cell(text, label=True, span=span)


def value(text: str | None, span: int = 1, least_mm: float = 0.0, foot: str = "") -> Cell:
    """Write what a field holds; None leaves the cell to the pen."""
    return Cell(text or "", span=span, least_mm=least_mm, foot=foot)


def listing(
    shares: Sequence[float], heads: Sequence[str], rows: Iterable[Sequence[str | None]]
) -> Table:
    """Write a numbered list, headed on each page; an empty one keeps three rows for the pen."""
    written = [
        (Cell(str(number), label=True), *(value(text) for text in row))
        for number, row in enumerate(rows, 1)
    ]
    empty = (label(""), *(value(None) for _ in heads))
    top = (label("序号"), *(label(head) for head in heads))
    return Table((0.9, *shares), (top, *(written or [empty] * 3)), repeated=1)


def addressee(name: str) -> TextBlock:
    """Write whom a paper goes to, as a letter begins."""
    return TextBlock(f"{name}：", indent=False)


def copies(names: Sequence[str]) -> tuple[TextBlock, ...]:
    """Write who gets a copy, if anybody does."""
    return (
        (TextBlock(f"抄送：{'、'.join(names)}", indent=False, size=TextSize.TABLE),)
        if names
        else ()
    )


def note(text: str) -> TextBlock:
    """Write a remark in small type."""
    return TextBlock(text, indent=False, size=TextSize.NOTE)
