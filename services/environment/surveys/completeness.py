"""Whether a report is complete: its gaps, and the check by another person than the submitter."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from services.environment.surveys.domain import Evidence, Survey, SurveyState
from services.environment.surveys.messages import (
    CheckCompleteness,
    CompletenessChecked,
    CompletenessOutcome,
    SurveyOutcome,
)
from shared.errors import FieldError, ForbiddenError, InvalidInputError, WrongStateError
from shared.texts import enumerated

LONGEST_GAP = 180
MOST_GAPS = 50


def check(
    survey: Survey, command: CheckCompleteness, by: str, on: date
) -> tuple[Survey, CompletenessChecked]:
    """Find a report complete, or return it: it ends without a joint review.

    `ForbiddenError` for the submitter, `WrongStateError` for a report that was checked, judged or
    reviewed, `InvalidInputError` for gaps that contradict the outcome [环办土壤〔2019〕63号].
    """
    _require_open(survey, by)
    gaps = _gaps_for(survey, command)
    checked = replace(
        survey,
        completeness=command.outcome,
        gaps=gaps,
        checked_by=by,
        checked_on=on,
    )
    if checked.is_returned:
        checked = replace(
            checked, state=SurveyState.REVIEWED, outcome=SurveyOutcome.FAILED, reviewed_on=on
        )
    event = CompletenessChecked(survey.survey_id, survey.plot_code, command.outcome, gaps, on)
    return checked, event


def formal_gaps(survey: Survey) -> tuple[str, ...]:
    """List what a report with a phase lacks in form: it cannot be complete without."""
    return () if survey.phase is None else tuple(_formal(survey))


def sample_gaps(survey: Survey) -> tuple[str, ...]:
    """List what its samples lack: the report may be complete, but never finds clean soil."""
    return tuple(_of_samples(survey))


def _require_open(survey: Survey, by: str) -> None:
    if survey.submitted_by == by and by:
        raise ForbiddenError(
            f"调查报告“{survey.survey_id}”由您登记提交，完整性审查须由另一人办理；请转交其他人员"
        )
    if survey.completeness is not None:
        raise WrongStateError(
            f"调查报告“{survey.survey_id}”已审查完整性（{survey.completeness.value}），不能重复审查"
        )
    if survey.judged is not None or survey.state is not SurveyState.SUBMITTED:
        raise WrongStateError(f"调查报告“{survey.survey_id}”已评审，不再审查完整性")


def _gaps_for(survey: Survey, command: CheckCompleteness) -> tuple[str, ...]:
    formal, of_samples = formal_gaps(survey), sample_gaps(survey)
    if command.outcome is CompletenessOutcome.RETURNED:
        if not (formal or of_samples or command.gaps):
            raise _fault("gaps", "退回补正的，请逐项写明需要补正的内容")
        return tuple(dict.fromkeys((*formal, *of_samples, *command.gaps)))[:MOST_GAPS]
    if formal:
        raise _fault("outcome", f"报告尚有缺项：{'；'.join(formal)}。请审查为“退回补正”")
    if command.gaps:
        raise _fault("gaps", "审查为“完整”的不能再列缺项；确有缺项的，请审查为“退回补正”")
    return of_samples


def _formal(survey: Survey) -> Iterator[str]:
    if survey.land_class is None:
        yield "未填写评价用地类别"
    if survey.compiler_code is None:
        yield "未填写编制单位统一社会信用代码"
    if survey.evidence is Evidence.SAMPLES:
        if survey.laboratory is None:
            yield "未填写检测单位"
        if survey.laboratory_code is None:
            yield "未填写检测单位统一社会信用代码"


def _of_samples(survey: Survey) -> Iterator[str]:
    found = survey.evaluation
    if found is not None and found.missing:
        yield f"未检测基本项目：{enumerated(found.missing, LONGEST_GAP)}"
    if found is not None and found.undecided:
        yield f"无法判定：{enumerated(found.undecided, LONGEST_GAP)}"


def _fault(field: str, words: str) -> InvalidInputError:
    return InvalidInputError((FieldError(field, words),))
