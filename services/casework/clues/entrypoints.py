"""Routes to report clues, and to handle those that a department is competent for."""

from services.casework import commands, messages
from services.casework.cases import open_case
from services.casework.clues import handlers as clue_handlers
from services.casework.clues.competence import note_competence
from services.casework.clues.domain import Clue
from services.casework.clues.messages import (
    ClueRejectedInFull,
    ClueReportedInFull,
    ReviseFinding,
    ReviseToAdministrative,
)
from services.casework.numbers.handlers import note_contested
from services.casework.numbers.messages import NumberContested
from services.casework.reports import handlers as report_handlers
from services.casework.reports.domain import OwnReport
from services.casework.reports.messages import RerouteClue
from services.coordination.competence.messages import CompetenceDecided
from services.partners.procuratorate.messages import TransferOpinionIssued
from shared.catalog import subscribe
from shared.runtime import Department
from shared.store import Page, PageRequest
from shared.web import READ_ROLES, Role, http

REPORTERS = (Role.CLERK, Role.OFFICER, Role.HEAD, Role.REGISTRAR, Role.INVESTIGATOR)


class ClueReportRoutes(Department):
    """Hands clues to the competent department, and records their progress."""

    @http("POST", "/v1/clues", roles=REPORTERS, title="报告线索")
    def post_clue(self, command: commands.ReportClue) -> OwnReport:
        """Report a clue to the competent department."""
        return self.work(report_handlers.report_clue, command)

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
        return self.work(report_handlers.reroute_clue, command)

    @subscribe(CompetenceDecided)
    def on_competence_decided(self, event: CompetenceDecided) -> None:
        """Hand over an own clue, or record that this department must accept another's."""
        self.work(note_competence, event)

    @subscribe(messages.ClueAccepted)
    def on_clue_accepted(self, event: messages.ClueAccepted) -> None:
        """Record that an own clue was accepted."""
        self.work(report_handlers.note_acceptance, event)

    @subscribe(messages.ClueRejected, ClueRejectedInFull)
    def on_clue_rejected(self, event: messages.ClueRejected | ClueRejectedInFull) -> None:
        """Record that an own clue was sent back."""
        self.work(report_handlers.note_rejection, event)

    @subscribe(messages.ClueVerified)
    def on_clue_verified(self, event: messages.ClueVerified) -> None:
        """Record the finding on an own clue."""
        self.work(report_handlers.note_verification, event)

    @subscribe(NumberContested)
    def on_number_contested(self, event: NumberContested) -> None:
        """Record that another department uses the number of an own clue or case."""
        self.work(note_contested, event)

    @subscribe(messages.CaseStatusChanged)
    def on_case_status_changed(self, event: messages.CaseStatusChanged) -> None:
        """Record the state of the case of an own clue."""
        self.work(report_handlers.note_case_status, event)


class ReceivedClueRoutes(Department):
    """Accepts the clues that this department is competent for, and verifies them."""

    @http("GET", "/v1/received-clues", roles=READ_ROLES, title="收到的线索列表")
    def get_received_clues(self, page: PageRequest) -> Page[Clue]:
        """List the clues that came to this department."""
        return self.work.page(Clue, page)

    @http("GET", "/v1/received-clues/<clue_id>", roles=READ_ROLES, title="查看收到的线索")
    def get_received_clue(self, clue_id: str) -> Clue:
        """Show a clue that came to this department."""
        return self.work.get(Clue, clue_id)

    @http(
        "POST",
        "/v1/received-clues/<clue_id>/acceptance",
        roles=[Role.OFFICER],
        title="受理线索",
    )
    def post_acceptance(self, command: commands.AcceptClue) -> Clue:
        """Take on a clue."""
        return self.work(clue_handlers.accept_clue, command)

    @http(
        "POST",
        "/v1/received-clues/<clue_id>/rejection",
        roles=[Role.OFFICER],
        title="退回线索",
    )
    def post_rejection(self, command: commands.RejectClue) -> Clue:
        """Send a clue back."""
        return self.work(clue_handlers.reject_clue, command)

    @http(
        "POST",
        "/v1/received-clues/<clue_id>/verification",
        roles=[Role.OFFICER],
        title="核查线索",
    )
    def post_verification(self, command: commands.VerifyClue) -> Clue:
        """Record what the officers found."""
        return self.work(clue_handlers.verify_clue, command)

    @http(
        "POST",
        "/v1/received-clues/<clue_id>/revision",
        roles=[Role.OFFICER],
        title="补充核查：改为更重的结论",
    )
    def post_revision(self, command: ReviseFinding) -> Clue:
        """Record a graver finding."""
        return self.work(clue_handlers.revise_finding, command)

    @http(
        "POST",
        "/v1/received-clues/<clue_id>/administrative-revision",
        roles=[Role.HEAD],
        title="不移送后改为行政违法",
    )
    def post_administrative_revision(self, command: ReviseToAdministrative) -> Clue:
        """Let a clue go on as an administrative matter after its case was not taken."""
        return self.work(clue_handlers.revise_administrative, command)

    @subscribe(messages.ClueReported, ClueReportedInFull)
    def on_clue_reported(self, event: messages.ClueReported | ClueReportedInFull) -> None:
        """Record a clue that this department is competent for."""
        self.work(clue_handlers.note_clue, event)

    @subscribe(TransferOpinionIssued)
    def on_transfer_opinion_issued(self, event: TransferOpinionIssued) -> None:
        """Record the procuratorate's opinion that a clue must be referred."""
        self.work(open_case.note_opinion, event)
