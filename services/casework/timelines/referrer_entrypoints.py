"""Routes to view cases, duties and papers in a department that refers cases."""

from services.casework.cases.domain import Case
from services.casework.detentions.domain import Detention
from services.casework.issued_papers.facts import facts_of_case, facts_of_detention
from services.casework.steps.messages import CaseStepTaken
from services.casework.timelines.case_reader import CaseReader
from services.casework.timelines.domain import TOLD, ClockEvent
from services.casework.timelines.entrypoints import CaseViewRoutes
from services.casework.timelines.handlers import note_own_clock, note_own_step
from services.casework.timelines.queries import timeline_of_case, timeline_of_detention
from shared.catalog import subscribe
from shared.web import READ_ROLES, Role


class ReferrerViewRoutes(CaseViewRoutes):
    """Shows the cases that this department refers."""

    duty_readers = READ_ROLES
    case_readers = (Role.OFFICER, Role.UNIT, Role.LEGAL, Role.HEAD)
    paper_issuers = (Role.OFFICER, Role.HEAD)
    case_type, detention_type = Case, Detention
    cases = CaseReader(timeline_of_case, facts_of_case)
    detentions = CaseReader(timeline_of_detention, facts_of_detention)

    @subscribe(CaseStepTaken)
    def on_case_step_taken(self, event: CaseStepTaken) -> None:
        """Store a published step of an own case."""
        self.work(note_own_step, event)

    @subscribe(*TOLD)
    def on_clock_told(self, event: ClockEvent) -> None:
        """Store the state of a clock of an own case, or of an own duty."""
        self.work(note_own_clock, event)
