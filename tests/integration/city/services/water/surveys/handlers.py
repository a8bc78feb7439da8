"""Handler of submitted reports."""

from services.water.surveys.domain import Survey
from services.water.surveys.messages import ReportSurvey, SurveyReported
from shared.handling import UnitOfWork


def report(uow: UnitOfWork, command: ReportSurvey) -> Survey:
    """Count the report and publish it."""
    survey = uow.find(Survey, command.well_code) or Survey(command.well_code)
    counted = Survey(survey.well_code, survey.reports + 1)
    uow.save(counted)
    uow.emit(SurveyReported(command.well_code, command.report))
    return counted
