"""Commands and events of surveys."""

from typing import Annotated

from shared.messages import Classification, Length, Title, command, event


@command("上报勘测报告")
class ReportSurvey:
    """Submit the report of a survey."""

    well_code: Annotated[str, Title("水井编号"), Length(1, 40)]
    report: Annotated[str, Title("报告"), Length(1, 2_000_000)]


@event(
    "survey.reported",
    title="勘测报告已上报",
    classification=Classification.PUBLIC,
    subject="well_code",
)
class SurveyReported:
    """The report of a survey was submitted."""

    well_code: Annotated[str, Title("水井编号")]
    report: Annotated[str, Title("报告"), Length(1, 2_000_000)]
