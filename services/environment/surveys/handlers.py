"""Handle a filed survey report and the judgements of the two bureaus."""

from services.environment.gates.handlers import answer_again
from services.environment.plots.domain import Plot, refuse_future
from services.environment.surveys import domain, duty
from services.environment.surveys.domain import Survey, SurveyState
from services.environment.surveys.messages import ReviewSurvey, SubmitSurvey
from services.natural_resources.surveys.messages import OpinionGiven
from shared.errors import WrongStateError
from shared.handling import UnitOfWork


def submit_survey(uow: UnitOfWork, command: SubmitSurvey) -> Survey:
    """File a report on a plot, one at a time."""
    plot = uow.get_visible(Plot, command.plot_code)
    refuse_future("submitted_on", command.submitted_on, uow.today)
    if waiting := uow.select(Survey, plot_code=plot.plot_code, state=SurveyState.SUBMITTED):
        raise WrongStateError(
            f"地块“{plot.plot_code}”的调查“{waiting[0].survey_id}”正在评审，请待评审结束后再提交"
        )
    survey, event = domain.submit(
        uow.new_id(), command, uow.cause.actor, plot.county, uow.division_in(plot.county)
    )
    uow.save(survey, duty.mark_under_review(plot))
    uow.emit(event)
    return survey


def review_survey(uow: UnitOfWork, command: ReviewSurvey) -> Survey:
    """Record this bureau's part of the joint review."""
    survey = uow.get(Survey, command.survey_id)
    return _conclude(uow, domain.judge(survey, command, uow.cause.actor))


def note_opinion(uow: UnitOfWork, event: OpinionGiven) -> None:
    """Record natural resources' part of the joint review, whether it is the first or the second."""
    survey = uow.get(Survey, event.survey_id)
    _conclude(uow, domain.record_opinion(survey, event))


def _conclude(uow: UnitOfWork, heard: Survey) -> Survey:
    survey, event = domain.conclude(heard, uow.today)
    uow.save(survey)
    if event is not None:
        plot = uow.get_visible(Plot, survey.plot_code)
        plot = duty.after_review(plot, event.outcome, survey.land_class, uow.today)
        uow.save(plot)
        uow.emit(domain.with_standing_suspicion(event, plot))
        answer_again(uow, plot)
    return survey
