"""A paper that was issued: its fields, its instant, and the hashes of its bytes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from services.casework.papers.factory import reissue_paper, with_tidy_texts
from shared.errors import WrongStateError
from shared.messages import to_wire
from shared.papers import (
    FIRST,
    NEWEST,
    FontMissingError,
    Format,
    GlyphMissingError,
    Paper,
    render_apart,
)
from shared.store import document


@document(
    "issued_papers",
    title="已出具的文书",
    key="paper_id",
    indexes=(("case_id",),),
    restricted=True,
)
class IssuedPaper:
    """An issued paper; `form` is the JSON of its fields, from which the same bytes are rendered.

    A second paper of the same kind is stored beside the first: an issued paper never changes. If no
    PDF could be made there is only the DOCX: `pdf_sha256` is empty and `without_pdf` is the reason.
    """

    paper_id: str
    case_id: str
    kind: str
    title: str
    number: str | None
    issued_at: datetime
    issued_by: str
    pdf_sha256: str
    docx_sha256: str
    form: str
    edition: int = FIRST
    without_pdf: str | None = None


@dataclass(frozen=True, slots=True)
class HashedPaper:
    """A filled-in form with the hashes of its bytes."""

    wire: dict[str, Any]
    title: str
    at: datetime
    pdf_sha256: str
    docx_sha256: str
    without_pdf: str | None = None


def hash_paper(kind: str, title: str, form: Any, number: str | None, at: datetime) -> HashedPaper:
    """Render a form as it is to be issued, and hash each format.

    Papers must be issued in time: if the fonts lack a character, only the DOCX is issued.
    """
    wire: dict[str, Any] = with_tidy_texts(to_wire(form))
    if number is not None:
        wire["number"] = number
    paper = reissue_paper(kind, wire, at)
    docx = render_apart(paper, Format.DOCX)
    try:
        pdf = render_apart(paper, Format.PDF)
    except (FontMissingError, GlyphMissingError) as error:
        return HashedPaper(wire, title, at, "", docx.sha256, str(error))
    return HashedPaper(wire, title, at, pdf.sha256, docx.sha256)


def issued_paper(
    made: HashedPaper, *, paper_id: str, case_id: str, kind: str, number: str | None, by: str
) -> IssuedPaper:
    """Build the record of an issued paper."""
    return IssuedPaper(
        paper_id=paper_id,
        case_id=case_id,
        kind=kind,
        title=made.title,
        number=number,
        issued_at=made.at,
        issued_by=by,
        pdf_sha256=made.pdf_sha256,
        docx_sha256=made.docx_sha256,
        form=orjson.dumps(made.wire).decode(),
        edition=NEWEST,
        without_pdf=made.without_pdf,
    )


def reissue(paper: IssuedPaper) -> Paper:
    """Lay out an issued paper again; it renders to the bytes that were hashed."""
    return reissue_paper(paper.kind, orjson.loads(paper.form), paper.issued_at, paper.edition)


def check_format(paper: IssuedPaper, wanted: Format) -> None:
    """Refuse the PDF of a paper that was issued without one: it has no hash."""
    if wanted is Format.PDF and not paper.pdf_sha256:
        raise WrongStateError(
            f"“{paper.title}”只以 DOCX 出具，请下载 docx；"
            f"如需 PDF，请按下述办法处理后重新出具：{paper.without_pdf}"
        )
