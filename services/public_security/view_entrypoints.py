"""Routes to view cases, duties and papers at public security."""

from werkzeug.wrappers import Response

from services.casework.issued_papers.domain import IssuedPaper
from services.casework.issued_papers.messages import IssuePaper
from services.casework.issued_papers.views import CasePapers
from services.casework.steps.messages import CaseStepTaken
from services.casework.timelines.domain import TOLD, ClockEvent, KeptClock
from services.casework.timelines.duty_list import clocks_of, duties_of
from services.casework.timelines.handlers import note_case_clock
from services.casework.timelines.views import Timeline
from services.public_security.case_views import CASES, DETENTIONS
from services.public_security.cases.domain import ReferredCase
from services.public_security.cases.number_reservation import note_step
from services.public_security.detentions.domain import ReferredDetention
from shared.catalog import subscribe
from shared.runtime import Department
from shared.store import Page, PageRequest
from shared.web import Role, http

NAMED_ORGANS = (Role.REGISTRAR, Role.INVESTIGATOR, Role.HEAD)
CASE, DETENTION = "/v1/cases/<case_id>", "/v1/detentions/<case_id>"


class ReferredCaseViewRoutes(Department):
    """Shows cases with their clocks, what is owed, and the papers of a case."""

    @http("GET", "/v1/duties", roles=NAMED_ORGANS, title="本部门应办事项（按到期先后）")
    def get_duties(self, page: PageRequest) -> Page[KeptClock]:
        """List what this department owes, the soonest breach first."""
        return duties_of(self.work, page)

    @http("GET", "/v1/clocks", roles=NAMED_ORGANS, title="本部门案件的期限（按到期先后）")
    def get_clocks(self, page: PageRequest) -> Page[KeptClock]:
        """List the clocks of all cases kept here, whoever owes, the soonest breach first."""
        return clocks_of(self.work, page)

    @http("GET", f"{CASE}/timeline", roles=NAMED_ORGANS, title="查看案件时间线")
    def get_case_timeline(self, case_id: str) -> Timeline:
        """Show a suspected crime with all its steps and clocks."""
        return CASES.timeline(self.work, case_id)

    @http("GET", f"{CASE}/papers", roles=NAMED_ORGANS, title="案件文书列表")
    def get_case_papers(self, case_id: str) -> CasePapers:
        """List the papers of a suspected crime."""
        return CASES.papers(self.work, case_id)

    @http("POST", f"{CASE}/papers", roles=NAMED_ORGANS, title="出具案件文书")
    def post_case_paper(self, command: IssuePaper) -> IssuedPaper:
        """Fix a paper of a suspected crime with the hash of its bytes."""
        return CASES.issue(self.work, command)

    @http(
        "GET", f"{CASE}/papers/<name>", roles=NAMED_ORGANS, title="下载案件文书", reads=ReferredCase
    )
    def get_case_paper(self, case_id: str, name: str) -> Response:
        """Give a paper as PDF or DOCX."""
        return CASES.paper(self.work, case_id, name)

    @http("GET", f"{CASE}/file.<suffix>", roles=NAMED_ORGANS, title="下载案卷", reads=ReferredCase)
    def get_case_file(self, case_id: str, suffix: str) -> Response:
        """Give the whole file of a suspected crime as PDF or DOCX."""
        return CASES.file(self.work, case_id, suffix)

    @http("GET", f"{DETENTION}/timeline", roles=NAMED_ORGANS, title="查看拘留案件时间线")
    def get_detention_timeline(self, case_id: str) -> Timeline:
        """Show a case for detention with all its steps and clocks."""
        return DETENTIONS.timeline(self.work, case_id)

    @http("GET", f"{DETENTION}/papers", roles=NAMED_ORGANS, title="拘留案件文书列表")
    def get_detention_papers(self, case_id: str) -> CasePapers:
        """List the papers of a case for detention."""
        return DETENTIONS.papers(self.work, case_id)

    @http("POST", f"{DETENTION}/papers", roles=NAMED_ORGANS, title="出具拘留案件文书")
    def post_detention_paper(self, command: IssuePaper) -> IssuedPaper:
        """Fix a paper of a case for detention with the hash of its bytes."""
        return DETENTIONS.issue(self.work, command)

    @http(
        "GET",
        f"{DETENTION}/papers/<name>",
        roles=NAMED_ORGANS,
        title="下载拘留案件文书",
        reads=ReferredDetention,
    )
    def get_detention_paper(self, case_id: str, name: str) -> Response:
        """Give a paper as PDF or DOCX."""
        return DETENTIONS.paper(self.work, case_id, name)

    @http(
        "GET",
        f"{DETENTION}/file.<suffix>",
        roles=NAMED_ORGANS,
        title="下载拘留案卷",
        reads=ReferredDetention,
    )
    def get_detention_file(self, case_id: str, suffix: str) -> Response:
        """Give the whole file of a case for detention as PDF or DOCX."""
        return DETENTIONS.file(self.work, case_id, suffix)

    @subscribe(CaseStepTaken)
    def on_case_step_taken(self, event: CaseStepTaken) -> None:
        """Store a published step of any case."""
        self.work(note_step, event)

    @subscribe(*TOLD)
    def on_clock_told(self, event: ClockEvent) -> None:
        """Store the state of a clock of a case, or of an own duty."""
        self.work(note_case_clock, event)
