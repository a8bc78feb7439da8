"""The effect of a risk assessment on a polluted plot."""

from dataclasses import replace

from services.environment.assessments.messages import AssessmentConcluded, RelayAssessment, Risk
from services.environment.plots.domain import Plot
from services.environment.plots.messages import LandClass, PlotState
from shared.errors import FieldError, InvalidInputError, WrongStateError


def conclude(plot: Plot, command: RelayAssessment) -> tuple[Plot, AssessmentConcluded]:
    """Release a polluted plot for a class of use with acceptable risk, under conditions.

    A plot whose risk is not acceptable is unchanged and awaits the register [code.455-456].
    `WrongStateError` for a plot that is not polluted, `InvalidInputError` for farmland.
    """
    if plot.state is not PlotState.POLLUTED:
        raise WrongStateError(
            f"地块“{plot.plot_code}”当前为“{plot.state.value}”，只有“{PlotState.POLLUTED.value}”的地块"
            "才办理风险评估结论；请核对地块编码"
        )
    if command.land_class is LandClass.FARMLAND:
        words = "建设用地风险评估只按第一类用地或第二类用地进行，请核对"
        raise InvalidInputError((FieldError("land_class", words),))
    fields = {name: getattr(command, name) for name in AssessmentConcluded.__dataclass_fields__}
    return assessed(plot, command), AssessmentConcluded(**fields)


def assessed(plot: Plot, command: RelayAssessment | AssessmentConcluded) -> Plot:
    """Return a polluted plot with the result of its assessment [code.455-456]."""
    if command.risk is Risk.UNACCEPTABLE:
        return replace(plot, assessed_for=None, assessed_by=command.document_number)
    conditions = tuple(dict.fromkeys((*plot.conditions, *command.conditions)))
    return replace(
        plot,
        assessed_for=command.land_class,
        assessed_by=command.document_number,
        conditions=conditions,
    )
