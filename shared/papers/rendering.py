"""Render papers as files: the same paper gives the same bytes, and each file has its hash."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from shared.papers.model import Paper


class Format(StrEnum):
    """File format of a paper; the value is the file name's extension."""

    PDF = "pdf"
    DOCX = "docx"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendered paper, and the SHA-256 of its bytes."""

    content: bytes
    sha256: str


def render(paper: Paper, form: Format) -> Rendered:
    """Render a paper.

    Raises `FontMissingError` or `GlyphMissingError` if a PDF cannot show it. The libraries are
    imported with the first paper, not at start-up.
    """
    if form is Format.PDF:
        from shared.papers.pdf import write_pdf as write  # noqa: PLC0415  not used by an idle service
    else:
        from shared.papers.docx.document import write_docx as write  # noqa: PLC0415  likewise
    content = write(paper)
    return Rendered(content, hashlib.sha256(content).hexdigest())
