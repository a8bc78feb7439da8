"""Routes to view cases, duties and papers, shared by referring departments and public security."""

from collections.abc import Sequence
from typing import Any, ClassVar

from werkzeug.wrappers import Response

from services.casework.issued_papers.domain import IssuedPaper
from services.casework.issued_papers.messages import IssuePaper
from services.casework.issued_papers.views import CasePapers
from services.casework.timelines.case_reader import CaseReader
from services.casework.timelines.domain import KeptClock
from services.casework.timelines.duty_list import clocks_of, duties_of
from services.casework.timelines.views import Timeline
from shared.runtime import Department
from shared.store import Page, PageRequest
from shared.web import Role, http

CASE, DETENTION = "/v1/cases/<case_id>", "/v1/detentions/<case_id>"


class CaseViewRoutes(Department):
    """Shows cases with their clocks, what is owed, and the papers of a case.

    A subclass names who may read and issue, the classes of its cases, and how they are read.
    """

    duty_readers: ClassVar[Sequence[Role]]
    case_readers: ClassVar[Sequence[Role]]
    paper_issuers: ClassVar[Sequence[Role]]
    case_type: ClassVar[type[Any]]
    detention_type: ClassVar[type[Any]]
    cases: ClassVar[CaseReader]
    detentions: ClassVar[CaseReader]

    @http("GET", "/v1/duties", roles_of="duty_readers", title="本部门应办事项（按到期先后）")
    def get_duties(self, page: PageRequest) -> Page[KeptClock]:
        """List what this department owes, the soonest breach first."""
        return duties_of(self.work, page)

    @http("GET", "/v1/clocks", roles_of="case_readers", title="本部门案件的期限（按到期先后）")
    def get_clocks(self, page: PageRequest) -> Page[KeptClock]:
        """List the clocks of all cases kept here, whoever owes, the soonest breach first."""
        return clocks_of(self.work, page)

    @http("GET", f"{CASE}/timeline", roles_of="case_readers", title="查看案件时间线")
    def get_case_timeline(self, case_id: str) -> Timeline:
        """Show a suspected crime with all its steps and clocks."""
        return self.cases.timeline(self.work, case_id)

    @http("GET", f"{CASE}/papers", roles_of="case_readers", title="案件文书列表")
    def get_case_papers(self, case_id: str) -> CasePapers:
        """List the papers of a suspected crime."""
        return self.cases.papers(self.work, case_id)

    @http("POST", f"{CASE}/papers", roles_of="paper_issuers", title="出具案件文书")
    def post_case_paper(self, command: IssuePaper) -> IssuedPaper:
        """Fix a paper of a suspected crime with the hash of its bytes."""
        return self.cases.issue(self.work, command)

    @http(
        "GET",
        f"{CASE}/papers/<name>",
        roles_of="case_readers",
        title="下载案件文书",
        reads_of="case_type",
    )
    def get_case_paper(self, case_id: str, name: str) -> Response:
        """Give a paper as PDF or DOCX."""
        return self.cases.paper(self.work, case_id, name)

    @http(
        "GET",
        f"{CASE}/file.<suffix>",
        roles_of="case_readers",
        title="下载案卷",
        reads_of="case_type",
    )
    def get_case_file(self, case_id: str, suffix: str) -> Response:
        """Give the whole file of a suspected crime as PDF or DOCX."""
        return self.cases.file(self.work, case_id, suffix)

    @http("GET", f"{DETENTION}/timeline", roles_of="case_readers", title="查看拘留案件时间线")
    def get_detention_timeline(self, case_id: str) -> Timeline:
        """Show a case for detention with all its steps and clocks."""
        return self.detentions.timeline(self.work, case_id)

    @http("GET", f"{DETENTION}/papers", roles_of="case_readers", title="拘留案件文书列表")
    def get_detention_papers(self, case_id: str) -> CasePapers:
        """List the papers of a case for detention."""
        return self.detentions.papers(self.work, case_id)

    @http("POST", f"{DETENTION}/papers", roles_of="paper_issuers", title="出具拘留案件文书")
    def post_detention_paper(self, command: IssuePaper) -> IssuedPaper:
        """Fix a paper of a case for detention with the hash of its bytes."""
        return self.detentions.issue(self.work, command)

    @http(
        "GET",
        f"{DETENTION}/papers/<name>",
        roles_of="case_readers",
        title="下载拘留案件文书",
        reads_of="detention_type",
    )
    def get_detention_paper(self, case_id: str, name: str) -> Response:
        """Give a paper as PDF or DOCX."""
        return self.detentions.paper(self.work, case_id, name)

    @http(
        "GET",
        f"{DETENTION}/file.<suffix>",
        roles_of="case_readers",
        title="下载拘留案卷",
        reads_of="detention_type",
    )
    def get_detention_file(self, case_id: str, suffix: str) -> Response:
        """Give the whole file of a case for detention as PDF or DOCX."""
        return self.detentions.file(self.work, case_id, suffix)
