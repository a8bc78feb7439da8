"""The papers of a case, as a list shows them. A view: it is not stored."""

from dataclasses import dataclass
from datetime import datetime

from shared.store import document


@dataclass(frozen=True, slots=True)
class PaperShown:
    """A paper that can be made from a case by now, and when it was issued last, if it was."""

    kind: str
    title: str
    basis: str
    number: str | None
    issued_at: datetime | None
    issued_by: str | None
    pdf_sha256: str | None
    docx_sha256: str | None


@document("case_papers", title="案件文书", key="case_id", restricted=True)
class CasePapers:
    """All papers of a case."""

    case_id: str
    papers: tuple[PaperShown, ...]
