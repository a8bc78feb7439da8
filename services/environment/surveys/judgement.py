"""The judgement of the environment bureau: never milder than the report or its samples."""

from dataclasses import replace
from datetime import date

from services.environment.plots.messages import LandClass
from services.environment.samples.domain import SampleEvaluation, is_natural
from services.environment.surveys.domain import Survey
from services.environment.surveys.messages import (
    CompletenessOutcome,
    JudgementGiven,
    ReviewSurvey,
    SurveyOutcome,
)
from services.environment.surveys.parts import DeviationReason
from shared.errors import FieldError, ForbiddenError, InvalidInputError, WrongStateError
from shared.texts import enumerated
from shared.vocabulary import SoilLevel


def judge(
    survey: Survey, command: ReviewSurvey, by: str, on: date
) -> tuple[Survey, JudgementGiven]:
    """Record the judgement of the environment bureau, once; `WrongStateError` if it exists.

    `ForbiddenError` for the person who filed the report, `InvalidInputError` for an outcome milder
    than the report's own or its samples: review does not make soil cleaner [code.454-455].
    """
    _require_another_person(survey, by)
    if command.outcome is SurveyOutcome.CLEAN and survey.found is SurveyOutcome.EXCEEDED:
        words = "报告自身的结论为“超过筛选值”，评审结论不能更轻；报告不可信的，请评审为“未通过评审”"
        raise _fault("outcome", words)
    _require_complete(survey)
    if command.outcome is SurveyOutcome.CLEAN and survey.evaluation is not None:
        _refuse_milder(survey.evaluation, command)
    judged = replace(
        survey,
        judged=command.outcome,
        judged_note=command.note,
        judged_by=by,
        judged_reason=command.reason,
        judged_document=command.document,
    )
    return judged, JudgementGiven(
        survey.survey_id,
        survey.plot_code,
        command.outcome,
        on,
        command.reason,
        command.document,
    )


def _require_another_person(survey: Survey, by: str) -> None:
    if survey.submitted_by == by and by:
        raise ForbiddenError(
            f"调查报告“{survey.survey_id}”由您登记提交，评审须由另一人办理；请转交其他评审人员"
        )


def _require_complete(survey: Survey) -> None:
    if survey.judged is not None:
        raise WrongStateError(
            f"调查“{survey.survey_id}”已由生态环境部门评审（{survey.judged.value}），不能重复评审；"
            "如需更改，请重新提交报告"
        )
    if survey.is_returned:
        raise WrongStateError(f"调查“{survey.survey_id}”已退回补正，不再评审；请补正后重新提交报告")
    if survey.phase is not None and survey.completeness is not CompletenessOutcome.COMPLETE:
        raise WrongStateError(
            f"调查“{survey.survey_id}”尚未审查完整性；请先由提交人以外的人员办理“审查调查报告完整性”"
        )


def _refuse_milder(found: SampleEvaluation, command: ReviewSurvey) -> None:
    """Refuse "clean" unless the samples say so, or a document explains every item over."""
    lacking = enumerated((*found.missing, *found.undecided))
    if lacking:
        words = (
            f"样品未能判定全部基本项目（{lacking}），不能评审为“未超筛选值”；"
            "请补测后重新提交，或评审为“未通过评审”"
        )
        raise _fault("outcome", f"{words} [{found.standard}]")
    if found.verdict is SoilLevel.WITHIN:
        return
    items = enumerated(each.item for each in found.items_over)
    if command.reason is None or command.document is None:
        raise _fault(
            "reason" if command.reason is None else "document",
            f"样品评价为“{found.verdict.value}”（{items}），评审结论更轻的，须写明理由（背景值或复测）"
            f"及其依据文件 [{found.standard}]",
        )
    if command.reason is DeviationReason.BACKGROUND and not _is_background(found):
        words = f"背景值只适用于建设用地的砷、钴、钒，不能解释{items}；请复测或评审为“超过筛选值”"
        raise _fault("reason", f"{words} [GB 36600]")


def _is_background(found: SampleEvaluation) -> bool:
    is_building = found.land_class is not LandClass.FARMLAND
    return is_building and all(is_natural(each.item) for each in found.items_over)


def _fault(field: str, words: str) -> InvalidInputError:
    return InvalidInputError((FieldError(field, words),))
