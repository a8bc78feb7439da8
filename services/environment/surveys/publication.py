"""The publication of a report (公示) by the environment bureau."""

from dataclasses import replace
from datetime import date

from services.environment.plots.domain import refuse_future
from services.environment.surveys.domain import Survey
from services.environment.surveys.messages import PublishSurvey, SurveyPublished
from shared.errors import FieldError, InvalidInputError, WrongStateError


def publish(survey: Survey, command: PublishSurvey, today: date) -> tuple[Survey, SurveyPublished]:
    """Record the publication of a report, once; `WrongStateError` for a returned one.

    No text that was read sets for how many days; notices of the city stand for 15 days (mark X)
    [环办土壤〔2019〕63号].
    """
    refuse_future("published_from", command.published_from, today)
    if command.published_until < command.published_from:
        words = "公示截止日不能早于起始日，请核对"
        raise InvalidInputError((FieldError("published_until", words),))
    if survey.is_returned:
        raise WrongStateError(f"调查“{survey.survey_id}”已退回补正，不能公示；请公示补正后的报告")
    if survey.published_from is not None:
        raise WrongStateError(
            f"调查“{survey.survey_id}”已于 {survey.published_from} 公示（{survey.published_url}），"
            "不能重复登记"
        )
    published = replace(
        survey,
        published_url=command.url,
        published_from=command.published_from,
        published_until=command.published_until,
    )
    return published, SurveyPublished(
        survey.survey_id,
        survey.plot_code,
        survey.title,
        command.url,
        command.published_from,
        command.published_until,
    )
