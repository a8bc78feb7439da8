"""Entrypoints of surveys: reports, completeness, publication, joint review, samples."""

from services.environment.samples.domain import SurveySamples
from services.environment.surveys import handlers as survey_handlers
from services.environment.surveys.domain import Survey
from services.environment.surveys.messages import (
    CheckCompleteness,
    PublishSurvey,
    ReviewSurvey,
    SubmitSurvey,
)
from services.natural_resources.surveys.messages import OpinionGiven
from shared.catalog import subscribe
from shared.runtime import Department
from shared.store import Page, PageRequest
from shared.web import READ_ROLES, Role, http

JUDGES = (Role.CLERK, Role.OFFICER)


class SurveyRoutes(Department):
    """Survey reports (调查报告) from their submission to the joint review."""

    @http("POST", "/v1/surveys", roles=[Role.CLERK], title="提交调查报告")
    def post_survey(self, command: SubmitSurvey) -> Survey:
        """Hand in a survey report."""
        return self.work(survey_handlers.submit_survey, command)

    @http("GET", "/v1/surveys/<survey_id>", roles=READ_ROLES, title="查看调查报告")
    def get_survey(self, survey_id: str) -> Survey:
        """Show a survey report and its review."""
        return self.work.get(Survey, survey_id)

    @http("GET", "/v1/surveys", roles=READ_ROLES, title="调查报告列表")
    def get_surveys(self, page: PageRequest) -> Page[Survey]:
        """List survey reports."""
        return self.work.page(Survey, page)

    @http(
        "POST",
        "/v1/surveys/<survey_id>/review",
        roles=JUDGES,
        title="评审调查报告",
    )
    def post_review(self, command: ReviewSurvey) -> Survey:
        """Give this bureau's part of a joint review."""
        return self.work(survey_handlers.review_survey, command)

    @http(
        "POST",
        "/v1/surveys/<survey_id>/completeness",
        roles=[Role.OFFICER],
        title="审查调查报告完整性",
    )
    def post_completeness(self, command: CheckCompleteness) -> Survey:
        """Find a report complete, or return it with its gaps."""
        return self.work(survey_handlers.check_completeness, command)

    @http(
        "POST",
        "/v1/surveys/<survey_id>/publication",
        roles=[Role.CLERK],
        title="登记调查报告公示",
    )
    def post_publication(self, command: PublishSurvey) -> Survey:
        """Record the publication of a report."""
        return self.work(survey_handlers.publish_survey, command)

    @http("GET", "/v1/surveys/<survey_id>/samples", roles=READ_ROLES, title="查看调查样品")
    def get_samples(self, survey_id: str) -> SurveySamples:
        """Show the samples of a survey report."""
        self.work.get(Survey, survey_id)
        return self.work.get(SurveySamples, survey_id)

    @subscribe(OpinionGiven)
    def on_opinion_given(self, event: OpinionGiven) -> None:
        """Record natural resources' part of a joint review."""
        self.work(survey_handlers.note_opinion, event)
