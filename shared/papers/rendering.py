"""Write papers as files: the same paper gives the same bytes, and each file has its hash."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from shared.papers.model import Paper


class Format(StrEnum):
    """What a paper is written as; the value ends the file's name."""

    PDF = "pdf"
    DOCX = "docx"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A written paper, and the SHA-256 of its bytes."""

    content: bytes
    sha256: str


def render(paper: Paper, form: Format) -> Rendered:
    """Write a paper.

    `FontMissingError` or `GlyphMissingError` if a PDF cannot show it. The libraries are loaded by
    the first paper, not by whoever might write one.
    """
    if form is Format.PDF:
        from shared.papers.pdf import write_pdf as write  # noqa: PLC0415  a service at rest has none
    else:
        from shared.papers.docx.document import write_docx as write  # noqa: PLC0415  likewise
    content = write(paper)
    return Rendered(content, hashlib.sha256(content).hexdigest())
