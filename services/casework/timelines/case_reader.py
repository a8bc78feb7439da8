"""The views of one kind of case, in whichever department: timeline, papers, whole file."""

from collections.abc import Callable
from dataclasses import dataclass

from werkzeug.wrappers import Response

from services.casework.issued_papers.domain import IssuedPaper
from services.casework.issued_papers.messages import IssuePaper
from services.casework.issued_papers.responses import (
    file_response,
    issue,
    paper_response,
    papers_of,
)
from services.casework.issued_papers.views import CasePapers
from services.casework.papers.data.facts import CaseFacts
from services.casework.timelines.views import Timeline
from shared.handling import HandlerRunner


@dataclass(frozen=True, slots=True)
class CaseReader:
    """How a department reads the timeline of a case and the facts for its papers."""

    timeline: Callable[[HandlerRunner, str], Timeline]
    facts: Callable[[HandlerRunner, str], CaseFacts]

    def papers(self, work: HandlerRunner, case_id: str) -> CasePapers:
        """List the papers of a case."""
        return papers_of(work, self.facts(work, case_id))

    def issue(self, work: HandlerRunner, command: IssuePaper) -> IssuedPaper:
        """Issue a paper of a case, identified by the hash of its bytes."""
        return issue(work, self.facts(work, command.case_id), command)

    def paper(self, work: HandlerRunner, case_id: str, name: str) -> Response:
        """Return a paper by `<kind>.pdf` or `<kind>.docx`."""
        return paper_response(work, self.facts(work, case_id), name)

    def file(self, work: HandlerRunner, case_id: str, suffix: str) -> Response:
        """Return the whole file of a case; `suffix` is `pdf` or `docx`."""
        return file_response(work, self.facts(work, case_id), self.timeline(work, case_id), suffix)
