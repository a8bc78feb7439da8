"""The effect of each kind of act on a plot (pure functions)."""

from collections.abc import Callable
from typing import Any

from services.environment.acts.domain import name_of
from services.environment.assessments import domain as assessments
from services.environment.assessments.messages import AssessmentConcluded
from services.environment.plots import domain as plots
from services.environment.plots.domain import Plot
from services.environment.plots.messages import (
    PlotState,
    PlotSuspected,
    RecordPlot,
    SuspicionRemoved,
)
from services.environment.polluted import domain as polluted
from services.environment.polluted.messages import PollutedListed
from services.environment.register import domain as register
from services.environment.register.messages import PlotDelisted, PlotRegistered
from services.environment.surveys import domain as surveys
from services.environment.surveys import duty
from services.environment.surveys.messages import (
    CompletenessChecked,
    CompletenessOutcome,
    SurveyRequired,
    SurveyReviewed,
    SurveySubmitted,
)

Step = Callable[[Plot | None, Any], tuple[Plot | None, Any]]


def class_of(type_: str) -> type[Any]:
    """Return the message class of an act by its name."""
    return _CLASSES[type_]


def step(plot: Plot | None, content: Any) -> tuple[Plot | None, Any]:
    """Apply one act to a plot; returns it with the event that publishes the effect, or None."""
    return _STEPS[type(content)](plot, content)


def _record(plot: Plot | None, content: RecordPlot) -> tuple[Plot | None, None]:
    return plot or plots.record(content), None


def _suspect(plot: Plot | None, content: PlotSuspected) -> tuple[Plot | None, Any]:
    if plot is None or not plots.may_be_suspected(plot):
        return plot, None
    return plots.suspect(plot, content.suspicion, content.note or "", content.suspected_on)


def _clear_suspicion(plot: Plot | None, content: SuspicionRemoved) -> tuple[Plot | None, Any]:
    return (None, None) if plot is None else (plots.clear_suspicion(plot), content)


def _require_survey(plot: Plot | None, content: SurveyRequired) -> tuple[Plot | None, Any]:
    if plot is None:
        return None, None
    return duty.require_survey(
        plot, content.reason, content.required_on, content.land_class, content.addressee
    )


def _submit(plot: Plot | None, content: SurveySubmitted) -> tuple[Plot | None, Any]:
    if plot is None or plot.state is PlotState.POLLUTED:
        return plot, None
    return duty.mark_under_review(plot), content


def _check_completeness(plot: Plot | None, content: CompletenessChecked) -> tuple[Plot | None, Any]:
    if plot is None or content.outcome is not CompletenessOutcome.RETURNED:
        return plot, content
    return duty.after_return(plot), content


def _review(plot: Plot | None, content: SurveyReviewed) -> tuple[Plot | None, Any]:
    if plot is None:
        return None, None
    after = duty.after_review(plot, content.outcome, content.land_class, content.reviewed_on)
    return after, surveys.with_standing_suspicion(content, after)


def _register(plot: Plot | None, content: PlotRegistered) -> tuple[Plot | None, Any]:
    return register.register(plot, content)


def _delist(plot: Plot | None, content: PlotDelisted) -> tuple[Plot | None, Any]:
    if plot is None:
        return None, None
    if not register.may_leave(plot, content):
        return plots.remember(plot, PlotState.REGISTERED), None
    return register.delist(plot, content)


def _list_polluted(plot: Plot | None, content: PollutedListed) -> tuple[Plot | None, Any]:
    if plot is None or plot.state is not PlotState.POLLUTED:
        return plot, None
    return polluted.listed(plot, content), content


def _assess(plot: Plot | None, content: AssessmentConcluded) -> tuple[Plot | None, Any]:
    if plot is None or plot.state is not PlotState.POLLUTED:
        return plot, None
    return assessments.assessed(plot, content), content


_STEPS: dict[type[Any], Step] = {
    RecordPlot: _record,
    PlotSuspected: _suspect,
    SuspicionRemoved: _clear_suspicion,
    SurveyRequired: _require_survey,
    SurveySubmitted: _submit,
    CompletenessChecked: _check_completeness,
    SurveyReviewed: _review,
    PollutedListed: _list_polluted,
    PlotRegistered: _register,
    PlotDelisted: _delist,
    AssessmentConcluded: _assess,
}
_CLASSES: dict[str, type[Any]] = {name_of(kind): kind for kind in _STEPS}
