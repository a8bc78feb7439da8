"""The generated parts of `docs/cases.md`: between markers, rendered from the tables."""

from collections.abc import Callable

from services.casework.procedures.criminal import ENVIRONMENTAL
from services.casework.procedures.detention import DETENTION
from services.casework.procedures.diagram import diagram, table

PARTS: dict[str, Callable[[], str]] = {
    "criminal diagram": lambda: diagram(ENVIRONMENTAL),
    "criminal table": lambda: table(ENVIRONMENTAL),
    "detention diagram": lambda: diagram(DETENTION),
    "detention table": lambda: table(DETENTION),
}


def with_generated_parts(text: str) -> str:
    """Return a document with its generated parts updated; `KeyError` for a missing marker."""
    for name, make in PARTS.items():
        begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
        before, found, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if not found or not closed:
            raise KeyError(f"the document has no place for: {name}")
        text = f"{before}{begin}\n{make()}\n{end}{after}"
    return text
