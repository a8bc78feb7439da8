"""Return the papers of a live case: issued ones as issued, all others as current drafts."""

from functools import partial
from http import HTTPStatus
from urllib.parse import quote

from werkzeug.wrappers import Response

from services.casework.issued_papers.domain import IssuedPaper, check_format, hash_paper, reissue
from services.casework.issued_papers.handlers import note_paper
from services.casework.issued_papers.messages import IssuePaper
from services.casework.issued_papers.views import CasePapers, PaperShown
from services.casework.materials.domain import KeptMaterial
from services.casework.papers.data.allowed import available_kinds, fill_form
from services.casework.papers.data.casefile import case_file
from services.casework.papers.data.facts import CaseFacts
from services.casework.papers.factory import paper_of
from services.casework.papers.registry import PAPERS
from services.casework.timelines.queries import documents_of_case
from services.casework.timelines.views import Timeline
from shared.errors import NotFoundError
from shared.handling import HandlerRunner
from shared.papers import Format, Paper, render_apart

TYPES = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
CASE_FILE = "case_file"


def issue(work: HandlerRunner, case: CaseFacts, command: IssuePaper) -> IssuedPaper:
    """Render a paper as it is now, then store its hashes; renders outside the transaction."""
    form = fill_form(command.kind, case)
    title = PAPERS[command.kind].title
    made = hash_paper(command.kind, title, form, command.number, work.context.clock())
    return work(partial(note_paper, made=made), command)


def papers_of(work: HandlerRunner, case: CaseFacts) -> CasePapers:
    """List the papers that are available for a case."""
    latest = {paper.kind: paper for paper in _issued(work, case.case_id)}
    shown = (_shown(kind, latest.get(kind)) for kind in available_kinds(case))
    return CasePapers(case.case_id, tuple(shown))


def paper_response(work: HandlerRunner, case: CaseFacts, name: str) -> Response:
    """Return a paper by `<kind>.pdf` or `<kind>.docx`."""
    kind, _, suffix = name.rpartition(".")
    wanted = _format(suffix)
    latest = next(
        (document for document in reversed(_issued(work, case.case_id)) if document.kind == kind),
        None,
    )
    if latest is not None:
        check_format(latest, wanted)
        return _response(reissue(latest), wanted, f"{latest.title}-{case.case_id}", drawn=False)
    paper = paper_of(kind, fill_form(kind, case), work.context.clock())
    return _response(paper, wanted, f"{PAPERS[kind].title}-草稿-{case.case_id}", drawn=True)


def file_response(
    work: HandlerRunner, case: CaseFacts, timeline: Timeline, suffix: str
) -> Response:
    """Return the whole file of a case in its current state."""
    wanted = _format(suffix)
    issued = _issued(work, case.case_id)
    form = case_file(case, timeline, issued, documents_of_case(work, KeptMaterial, case.case_id))
    paper = paper_of(CASE_FILE, form, work.context.clock())
    return _response(paper, wanted, f"案卷-{case.case_id}", drawn=True)


def _issued(work: HandlerRunner, case_id: str) -> list[IssuedPaper]:
    return sorted(documents_of_case(work, IssuedPaper, case_id), key=lambda paper: paper.issued_at)


def _format(suffix: str) -> Format:
    if suffix not in set(Format):
        raise NotFoundError("文书格式（pdf 或 docx）", suffix)
    return Format(suffix)


def _shown(kind: str, paper: IssuedPaper | None) -> PaperShown:
    about = PAPERS[kind]
    if paper is None:
        return PaperShown(kind, about.title, about.basis, None, None, None, None, None)
    hashes = (paper.pdf_sha256 or None, paper.docx_sha256)
    return PaperShown(
        kind, about.title, about.basis, paper.number, paper.issued_at, paper.issued_by, *hashes
    )


def _response(paper: Paper, wanted: Format, name: str, *, drawn: bool) -> Response:
    """Return a file response; `drawn` marks a current draft that is no issued paper."""
    made = render_apart(paper, wanted)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'{name}.{wanted}', safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "ETag": f'"{made.sha256}"',
        "Liandong-Paper": "draft" if drawn else "issued",
    }
    kind = TYPES[wanted]
    return Response(made.content, HTTPStatus.OK, headers=headers, content_type=kind)
