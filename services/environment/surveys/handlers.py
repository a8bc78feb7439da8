"""Handle a filed survey report and the judgements of the two bureaus."""

from services.environment.acts.handlers import record_act
from services.environment.gates.handlers import answer_again
from services.environment.plots.domain import Plot, refuse_future
from services.environment.samples.handlers import keep_samples
from services.environment.surveys import (
    completeness,
    domain,
    duty,
    judgement,
    publication,
    submission,
)
from services.environment.surveys.domain import Survey, SurveyState
from services.environment.surveys.messages import (
    CheckCompleteness,
    PublishSurvey,
    ReviewSurvey,
    SubmitSurvey,
    SurveyOutcome,
)
from services.natural_resources.surveys.messages import OpinionGiven
from shared.errors import WrongStateError
from shared.handling import UnitOfWork


def submit_survey(uow: UnitOfWork, command: SubmitSurvey) -> Survey:
    """File a report on a plot, one at a time; its samples are evaluated and kept beside it."""
    plot = uow.get_visible(Plot, command.plot_code)
    refuse_future("submitted_on", command.submitted_on, uow.today)
    submission.refuse_incoherent(command)
    submission.refuse_first_phase(plot, command.phase)
    if waiting := uow.select(Survey, plot_code=plot.plot_code, state=SurveyState.SUBMITTED):
        raise WrongStateError(
            f"地块“{plot.plot_code}”的调查“{waiting[0].survey_id}”正在评审，请待评审结束后再提交"
        )
    survey, event = domain.submit(
        uow.new_id(), command, uow.cause.actor, plot.county, uow.division_in(plot.county)
    )
    if command.samples is not None and command.land_class is not None:
        found = keep_samples(uow, survey.survey_id, plot, command.samples, command.land_class)
        survey = domain.with_evaluation(survey, found)
    duty.mark_under_review(plot)  # refuses a polluted plot
    uow.save(survey)
    record_act(uow, plot.plot_code, event)
    return survey


def check_completeness(uow: UnitOfWork, command: CheckCompleteness) -> Survey:
    """Record whether a report is complete; a returned one leaves the plot to be surveyed."""
    survey = uow.get(Survey, command.survey_id)
    checked, event = completeness.check(survey, command, uow.cause.actor, uow.today)
    uow.save(checked)
    record_act(uow, checked.plot_code, event)
    return checked


def publish_survey(uow: UnitOfWork, command: PublishSurvey) -> Survey:
    """Record the publication of a report."""
    survey = uow.get(Survey, command.survey_id)
    published, event = publication.publish(survey, command, uow.today)
    uow.save(published)
    uow.emit(event)
    return published


def review_survey(uow: UnitOfWork, command: ReviewSurvey) -> Survey:
    """Record this bureau's part of the joint review."""
    survey = uow.get(Survey, command.survey_id)
    judged, event = judgement.judge(survey, command, uow.cause.actor, uow.today)
    if command.outcome is SurveyOutcome.CLEAN:
        submission.refuse_first_phase(uow.get_visible(Plot, survey.plot_code), survey.phase)
    uow.emit(event)
    return _conclude(uow, judged)


def note_opinion(uow: UnitOfWork, event: OpinionGiven) -> None:
    """Record natural resources' part of the joint review, whether it is the first or the second."""
    survey = uow.get(Survey, event.survey_id)
    _conclude(uow, domain.record_opinion(survey, event))


def _conclude(uow: UnitOfWork, heard: Survey) -> Survey:
    survey, event = domain.conclude(heard, uow.today)
    uow.save(survey)
    if event is not None:
        answer_again(uow, record_act(uow, survey.plot_code, event).existing)
    return survey
