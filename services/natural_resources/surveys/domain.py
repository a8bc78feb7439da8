"""Natural resources' part of the joint review of a survey report."""

from dataclasses import replace
from datetime import date
from enum import StrEnum

from services.environment.surveys.messages import (
    CompletenessChecked,
    CompletenessOutcome,
    SurveySubmitted,
)
from services.natural_resources.surveys.messages import GiveOpinion, OpinionGiven
from shared.errors import WrongStateError
from shared.store import document
from shared.vocabulary import county_now


class OpinionState(StrEnum):
    """Whether this bureau has given its opinion, or needs none any more."""

    AWAITING = "待出具意见"
    GIVEN = "已出具意见"


@document(
    "reviews",
    title="调查报告评审",
    key="survey_id",
    placed="county",
    indexes=(("plot_code",), ("state",), ("county",), ("division",)),
)
class Review:
    """A survey report and this bureau's opinion of it.

    A report that was `returned` needs none: its `state` is that of a review that is over.
    """

    survey_id: str
    plot_code: str
    title: str
    compiled_by: str
    report_sha256: str
    submitted_on: date
    state: OpinionState = OpinionState.AWAITING
    agrees: bool | None = None
    note: str = ""
    given_on: date | None = None
    county: str = ""
    division: str = ""
    returned: bool = False


def open_review(event: SurveySubmitted) -> Review:
    """Open the review of a report that was filed [code.454]."""
    return Review(
        survey_id=event.survey_id,
        plot_code=event.plot_code,
        title=event.title,
        compiled_by=event.compiled_by,
        report_sha256=event.report_sha256,
        submitted_on=event.submitted_on,
        county=event.county or county_now(event.plot_code),
        division=event.division or "",
    )


def note_completeness(review: Review, event: CompletenessChecked) -> Review:
    """Close the review of a returned report; an opinion that was given stays."""
    if event.outcome is not CompletenessOutcome.RETURNED:
        return review
    return replace(review, state=OpinionState.GIVEN, returned=True)


def give_opinion(review: Review, command: GiveOpinion, on: date) -> tuple[Review, OpinionGiven]:
    """Give the opinion, once [code.454]; `WrongStateError` if it exists or is not needed."""
    if review.returned:
        raise WrongStateError(
            f"调查“{review.survey_id}”的报告已由生态环境部门退回补正，无须出具意见；"
            "请待补正后的报告提交后再出具"
        )
    if review.state is OpinionState.GIVEN:
        raise WrongStateError(
            f"调查“{review.survey_id}”的评审意见已于 {review.given_on} 出具，不能重复出具；"
            "如需更改，请由提交方重新提交报告后再评审"
        )
    given = replace(
        review, state=OpinionState.GIVEN, agrees=command.agrees, note=command.note, given_on=on
    )
    return given, OpinionGiven(given.survey_id, given.plot_code, command.agrees, command.note)
