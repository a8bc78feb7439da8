"""Small pieces of Markdown."""

from collections.abc import Iterable, Sequence

PIPE = "\\|"


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table; a `|` in a cell is escaped."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def bullets(lines: Iterable[str]) -> str:
    """Write a list."""
    return "\n".join(f"- {line}" for line in lines)


def seconds(value: float | None) -> str:
    """Write a number of seconds, or a dash for what did not happen."""
    return "–" if value is None else f"{value:.0f} s"


def _cell(cell: object) -> str:
    return str(cell).replace("\n", " ").replace("|", PIPE)
