"""Routes to refer suspected crimes to public security."""

from services.casework.cases import commands, handlers
from services.casework.cases.domain import Case
from services.casework.cases.messages import EnterCase
from services.casework.commands import DecideReferral, ProposeReferral
from services.casework.procedures.criminal import ENVIRONMENTAL as CASES
from services.casework.procedures.own_steps import roles_of
from services.casework.steps.messages import Step
from shared.runtime import Department
from shared.store import Page, PageRequest
from shared.web import Role, http

NAMED_ORGANS = (Role.OFFICER, Role.UNIT, Role.LEGAL, Role.HEAD)


class CaseReferralRoutes(Department):
    """Proposes, decides and hands over suspected crimes."""

    @http("GET", "/v1/cases", roles=NAMED_ORGANS, title="涉嫌犯罪案件列表")
    def get_cases(self, page: PageRequest) -> Page[Case]:
        """List the cases of this department."""
        return self.work.page(Case, page)

    @http("GET", "/v1/cases/<case_id>", roles=NAMED_ORGANS, title="查看涉嫌犯罪案件")
    def get_case(self, case_id: str) -> Case:
        """Show a case of this department."""
        return self.work.get(Case, case_id)

    @http(
        "POST",
        "/v1/received-clues/<clue_id>/referral",
        roles=roles_of(CASES, Step.REPORTED),
        title="提请移送涉嫌犯罪案件",
    )
    def post_referral(self, command: ProposeReferral) -> Case:
        """Propose a referral to public security."""
        return self.work(handlers.propose_referral, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/penalties",
        roles=[Role.OFFICER],
        title="记录已作出的行政处罚",
    )
    def post_penalty(self, command: commands.RecordPenalty) -> Case:
        """Keep a penalty that was decided before."""
        return self.work(handlers.record, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/decision",
        roles=roles_of(CASES, Step.APPROVED),
        title="审批移送",
    )
    def post_decision(self, command: DecideReferral) -> Case:
        """Approve a referral or refuse it."""
        return self.work(handlers.decide_referral, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/hand-over",
        roles=roles_of(CASES, Step.SENT),
        title="移送案卷",
    )
    def post_hand_over(self, command: commands.HandOverCase) -> Case:
        """Hand an approved case to public security."""
        return self.work(handlers.hand_over, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/entry",
        roles=roles_of(CASES, Step.ENTERED),
        title="录入共享平台",
    )
    def post_entry(self, command: EnterCase) -> Case:
        """Note an entry in the sharing platform."""
        return self.work(handlers.enter, command)

    @http(
        "POST",
        "/v1/cases/<case_id>/closing",
        roles=roles_of(CASES, Step.CLOSED),
        title="结案",
    )
    def post_closing(self, command: commands.CloseCase) -> Case:
        """Close a case."""
        return self.work(handlers.close, command)
