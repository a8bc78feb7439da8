"""Routes to report clues to the department that is competent for them."""

from services.casework import commands, messages
from services.casework.clues.competence import note_competence
from services.casework.clues.messages import ClueRejectedInFull
from services.casework.numbers.handlers import note_contested
from services.casework.numbers.messages import NumberContested
from services.casework.reports import handlers
from services.casework.reports.domain import OwnReport
from services.casework.reports.messages import RerouteClue
from services.coordination.competence.messages import CompetenceDecided
from shared.catalog import subscribe
from shared.runtime import Department
from shared.store import Page, PageRequest
from shared.web import Role, http

REPORTERS = (Role.CLERK, Role.OFFICER, Role.HEAD, Role.REGISTRAR, Role.INVESTIGATOR)


class ClueReportRoutes(Department):
    """Hands clues to the competent department, and records their progress."""

    @http("POST", "/v1/clues", roles=REPORTERS, title="报告线索")
    def post_clue(self, command: commands.ReportClue) -> OwnReport:
        """Report a clue to the competent department."""
        return self.work(handlers.report_clue, command)

    @http("GET", "/v1/clues", roles=REPORTERS, title="本部门报告的线索列表")
    def get_clues(self, page: PageRequest) -> Page[OwnReport]:
        """List the clues that this department reported."""
        return self.work.page(OwnReport, page)

    @http("GET", "/v1/clues/<clue_id>", roles=REPORTERS, title="查看本部门报告的线索")
    def get_clue(self, clue_id: str) -> OwnReport:
        """Show what became of a clue that this department reported."""
        return self.work.get(OwnReport, clue_id)

    @http("POST", "/v1/clues/<clue_id>/rerouting", roles=REPORTERS, title="改送线索")
    def post_rerouting(self, command: RerouteClue) -> OwnReport:
        """Hand a clue that came back to another department."""
        return self.work(handlers.reroute_clue, command)

    @subscribe(CompetenceDecided)
    def on_competence_decided(self, event: CompetenceDecided) -> None:
        """Hand over an own clue, or record that this department must accept another's."""
        self.work(note_competence, event)

    @subscribe(messages.ClueAccepted)
    def on_clue_accepted(self, event: messages.ClueAccepted) -> None:
        """Record that an own clue was accepted."""
        self.work(handlers.note_acceptance, event)

    @subscribe(messages.ClueRejected, ClueRejectedInFull)
    def on_clue_rejected(self, event: messages.ClueRejected | ClueRejectedInFull) -> None:
        """Record that an own clue was sent back."""
        self.work(handlers.note_rejection, event)

    @subscribe(messages.ClueVerified)
    def on_clue_verified(self, event: messages.ClueVerified) -> None:
        """Record the finding on an own clue."""
        self.work(handlers.note_verification, event)

    @subscribe(NumberContested)
    def on_number_contested(self, event: NumberContested) -> None:
        """Record that another department uses the number of an own clue or case."""
        self.work(note_contested, event)

    @subscribe(messages.CaseStatusChanged)
    def on_case_status_changed(self, event: messages.CaseStatusChanged) -> None:
        """Record the state of the case of an own clue."""
        self.work(handlers.note_case_status, event)
