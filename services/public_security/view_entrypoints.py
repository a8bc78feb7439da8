"""Routes to view cases, duties and papers at public security."""

from services.casework.steps.messages import CaseStepTaken
from services.casework.timelines.domain import TOLD, ClockEvent
from services.casework.timelines.entrypoints import CaseViewRoutes
from services.casework.timelines.handlers import note_case_clock
from services.public_security.case_views import CASES, DETENTIONS
from services.public_security.cases.domain import ReferredCase
from services.public_security.cases.number_reservation import note_step
from services.public_security.detentions.domain import ReferredDetention
from shared.catalog import subscribe
from shared.web import Role

NAMED_ORGANS = (Role.REGISTRAR, Role.INVESTIGATOR, Role.HEAD)


class ReferredCaseViewRoutes(CaseViewRoutes):
    """Shows the cases that other departments referred."""

    duty_readers = case_readers = paper_issuers = NAMED_ORGANS
    case_type, detention_type = ReferredCase, ReferredDetention
    cases, detentions = CASES, DETENTIONS

    @subscribe(CaseStepTaken)
    def on_case_step_taken(self, event: CaseStepTaken) -> None:
        """Store a published step of any case."""
        self.work(note_step, event)

    @subscribe(*TOLD)
    def on_clock_told(self, event: ClockEvent) -> None:
        """Store the state of a clock of a case, or of an own duty."""
        self.work(note_case_clock, event)
