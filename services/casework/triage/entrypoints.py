"""Routes to triage a clue: which procedure its signs point to."""

from services.casework.clues.domain import Clue
from services.casework.triage import handlers
from services.casework.triage.domain import ClueLikeness
from services.casework.triage.messages import AssessClue
from shared.runtime import Department
from shared.web import Role, http

ASSESSORS = (Role.OFFICER, Role.UNIT, Role.LEGAL, Role.HEAD)


class ClueTriageRoutes(Department):
    """Proposes by written rules what a clue looks like."""

    @http(
        "POST",
        "/v1/received-clues/<clue_id>/likeness",
        roles=ASSESSORS,
        title="线索定性提示",
    )
    def post_likeness(self, command: AssessClue) -> ClueLikeness:
        """Propose which way a clue may go; decides nothing."""
        return self.work(handlers.assess_clue, command)

    @http(
        "GET",
        "/v1/received-clues/<clue_id>/likeness",
        roles=ASSESSORS,
        title="查看线索定性提示",
    )
    def get_likeness(self, clue_id: str) -> ClueLikeness:
        """Show the latest proposal of a clue."""
        self.work.get(Clue, clue_id)
        return self.work.get(ClueLikeness, clue_id)
