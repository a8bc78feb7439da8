"""Routes to handle the clues that a department is competent for."""

from services.casework import commands, messages
from services.casework.cases import open_case
from services.casework.clues import handlers
from services.casework.clues.domain import Clue
from services.casework.clues.messages import (
    ClueReportedInFull,
    ReviseFinding,
    ReviseToAdministrative,
)
from services.partners.procuratorate.messages import TransferOpinionIssued
from shared.catalog import subscribe
from shared.runtime import Department
from shared.store import Page, PageRequest
from shared.web import READ_ROLES, Role, http


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
        return self.work(handlers.accept_clue, command)

    @http(
        "POST",
        "/v1/received-clues/<clue_id>/rejection",
        roles=[Role.OFFICER],
        title="退回线索",
    )
    def post_rejection(self, command: commands.RejectClue) -> Clue:
        """Send a clue back."""
        return self.work(handlers.reject_clue, command)

    @http(
        "POST",
        "/v1/received-clues/<clue_id>/verification",
        roles=[Role.OFFICER],
        title="核查线索",
    )
    def post_verification(self, command: commands.VerifyClue) -> Clue:
        """Record what the officers found."""
        return self.work(handlers.verify_clue, command)

    @http(
        "POST",
        "/v1/received-clues/<clue_id>/revision",
        roles=[Role.OFFICER],
        title="补充核查：改为更重的结论",
    )
    def post_revision(self, command: ReviseFinding) -> Clue:
        """Record a graver finding."""
        return self.work(handlers.revise_finding, command)

    @http(
        "POST",
        "/v1/received-clues/<clue_id>/administrative-revision",
        roles=[Role.HEAD],
        title="不移送后改为行政违法",
    )
    def post_administrative_revision(self, command: ReviseToAdministrative) -> Clue:
        """Let a clue go on as an administrative matter after its case was not taken."""
        return self.work(handlers.revise_administrative, command)

    @subscribe(messages.ClueReported, ClueReportedInFull)
    def on_clue_reported(self, event: messages.ClueReported | ClueReportedInFull) -> None:
        """Record a clue that this department is competent for."""
        self.work(handlers.note_clue, event)

    @subscribe(TransferOpinionIssued)
    def on_transfer_opinion_issued(self, event: TransferOpinionIssued) -> None:
        """Record the procuratorate's opinion that a clue must be referred."""
        self.work(open_case.note_opinion, event)
