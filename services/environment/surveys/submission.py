"""What a report must have to be received, and which plots need more than a first phase."""

from collections.abc import Iterator

from services.environment.gates.suitability import reaches
from services.environment.plots.domain import Plot
from services.environment.plots.messages import PlotState
from services.environment.surveys.messages import SubmitSurvey
from services.environment.surveys.parts import SurveyPhase
from shared.errors import FieldError, InvalidInputError, WrongStateError
from shared.texts import enumerated

WITH_SAMPLES = (SurveyPhase.PRELIMINARY, SurveyPhase.DETAILED)


def refuse_incoherent(command: SubmitSurvey) -> None:
    """Raise `InvalidInputError` for each field that contradicts or lacks another."""
    if faults := tuple(_faults(command)):
        raise InvalidInputError(faults)


def refuse_first_phase(plot: Plot, phase: SurveyPhase | None) -> None:
    """Raise `WrongStateError` for a first phase alone on a suspected plot: it takes no samples."""
    is_suspected = plot.state is PlotState.SUSPECTED or plot.suspicion is not None
    if phase is SurveyPhase.FIRST and is_suspected:
        raise WrongStateError(
            f"地块“{plot.plot_code}”为疑似污染地块，仅凭第一阶段调查（不采样）不能结束调查；"
            "请完成第二阶段采样调查后提交报告 [code.454, 42号令 13]"
        )


def _faults(command: SubmitSurvey) -> Iterator[FieldError]:
    if command.samples is not None and command.phase is None:
        yield FieldError("phase", "附样品的报告须填写调查阶段：第一阶段、第二阶段初步或详细")
    if command.samples is not None and command.land_class is None:
        yield FieldError(
            "land_class",
            "附样品的报告须填写评价用地类别；规划用途不明确的按第一类用地 [GB 36600 5.3.1]",
        )
    if command.samples is None and command.phase in WITH_SAMPLES:
        yield FieldError("samples", f"{command.phase.value}报告须附样品检测结果")
    yield from _class_faults(command)


def _class_faults(command: SubmitSurvey) -> Iterator[FieldError]:
    known = command.land_class
    short = [use for use in command.uses if known is None or not reaches(known, use)]
    if short:
        named = enumerated(f"{use.name}（{use.code}）" for use in short)
        yield FieldError(
            "land_class",
            f"评价用地类别不能据以用作{named}：有多种用途的按最严的类别评价，用途不明确的按第一类用地，"
            "耕地、园地按农用地另行提交报告 [GB 36600 5.3.1, code.446]",
        )
