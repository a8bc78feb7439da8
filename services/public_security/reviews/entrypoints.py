"""Routes of public security for suspected crimes that are contested or supervised."""

from services.casework.cases import messages as department
from services.casework.procedures.criminal import ENVIRONMENTAL as CASES
from services.casework.procedures.own_steps import roles_of
from services.casework.procedures.step_events import CaseEvent
from services.casework.steps.messages import Step
from services.partners.procuratorate import messages as prosecution
from services.public_security.cases import event_handlers, handlers
from services.public_security.cases.domain import ReferredCase
from services.public_security.reviews import commands
from services.public_security.reviews import handlers as reviewing
from shared.catalog import subscribe
from shared.runtime import Department
from shared.web import http


class CaseReviewRoutes(Department):
    """Reconsiders, answers the procuratorate, consults, and gives cases back."""

    @http(
        "POST",
        "/v1/cases/<case_id>/reconsideration-decision",
        roles=roles_of(CASES, Step.RECONSIDERATION_UPHELD),
        title="作出复议决定",
    )
    def post_reconsideration_decision(
        self, command: commands.DecideReconsideration
    ) -> ReferredCase:
        """Decide on a contested case."""
        return self.work(reviewing.decide_reconsideration, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/reasons",
        roles=roles_of(CASES, Step.REASONS_GIVEN),
        title="说明不立案理由",
    )
    def post_reasons(self, command: commands.GiveReasons) -> ReferredCase:
        """Tell the procuratorate why a case was not filed."""
        return self.work(reviewing.give_reasons, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/supplementary-investigation",
        roles=roles_of(CASES, Step.INVESTIGATION_SUPPLEMENTED),
        title="补充侦查完毕",
    )
    def post_supplementary_investigation(
        self, command: commands.SupplementInvestigation
    ) -> ReferredCase:
        """Tell that what was missing was investigated."""
        return self.work(reviewing.supplement_investigation, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/administrative-return",
        roles=roles_of(CASES, Step.RETURNED_FOR_ADMIN),
        title="退回行政处理",
    )
    def post_administrative_return(self, command: commands.ReturnForAdmin) -> ReferredCase:
        """Give a case without crime back."""
        return self.work(reviewing.return_for_admin, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/entry",
        roles=roles_of(CASES, Step.ENTERED),
        title="录入共享平台",
    )
    def post_entry(self, command: department.EnterCase) -> ReferredCase:
        """Note an entry in the sharing platform."""
        return self.work(handlers.enter, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/consultation",
        roles=roles_of(CASES, Step.CONSULTED),
        title="书面咨询",
    )
    def post_consultation(self, command: department.Consult) -> ReferredCase:
        """Ask the department in writing."""
        return self.work(handlers.consult, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/consultation-answer",
        roles=roles_of(CASES, Step.CONSULTATION_ANSWERED),
        title="答复书面咨询",
    )
    def post_consultation_answer(self, command: department.AnswerConsultation) -> ReferredCase:
        """Answer the department's question."""
        return self.work(handlers.answer_consultation, command)

    @subscribe(
        department.CaseSupplemented,
        department.CaseItemsHanded,
        department.CaseReconsiderationRequested,
        department.CaseAdminAccepted,
        department.CaseConsulted,
        department.CaseConsultationAnswered,
        prosecution.ReasonsRequired,
        prosecution.FilingOrdered,
        prosecution.SupervisionEnded,
        prosecution.InvestigationReturned,
        prosecution.CaseCharged,
        prosecution.CaseNotProsecuted,
    )
    def on_case_news(self, event: CaseEvent) -> None:
        """Record a step of a department or the procuratorate in a referred case."""
        self.work(event_handlers.record_step_event, event)
