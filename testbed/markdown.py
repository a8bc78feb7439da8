"""Markdown for result pages: tables, lists, and the replacement of a section."""

from collections.abc import Iterable, Sequence
from pathlib import Path

PIPE = "\\|"


def table(
    headings: Sequence[str], rows: Iterable[Sequence[object]], *, numbers: Sequence[int] = ()
) -> str:
    """Return a table; a `|` in a cell is escaped.

    `numbers` lists the columns, counted from 0, that are aligned to the right.
    """
    rule = ["---:" if column in numbers else "---" for column in range(len(headings))]
    lines = [headings, rule, *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def bullets(lines: Iterable[str]) -> str:
    """Return a list."""
    return "\n".join(f"- {line}" for line in lines)


def seconds(value: float | None) -> str:
    """Return a number of seconds, or a dash for None."""
    return "–" if value is None else f"{value:.0f} s"


def replace_between(page: Path, begin: str, end: str, text: str) -> None:
    """Replace the text between two markers in a page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    _, _, after = rest.partition(end)
    page.write_text(f"{before}{begin}\n\n{text.strip()}\n\n{end}{after}", encoding="utf-8")


def _cell(cell: object) -> str:
    return str(cell).replace("\n", " ").replace("|", PIPE)
