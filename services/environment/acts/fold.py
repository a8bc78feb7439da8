"""The standing of a plot: its acts, folded in the order of their legal days (pure functions)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.environment.acts.domain import COMES_AT_ONCE, ActCorrection, PlotAct, name_of
from services.environment.assessments import domain as assessments
from services.environment.assessments.messages import AssessmentConcluded
from services.environment.plots import domain as plots
from services.environment.plots.domain import Plot
from services.environment.plots.messages import (
    PlotDelisted,
    PlotRegistered,
    PlotState,
    PlotSuspected,
    RecordPlot,
    SuspicionRemoved,
)
from services.environment.register import domain as register
from services.environment.surveys import duty
from services.environment.surveys.messages import SurveyRequired, SurveyReviewed, SurveySubmitted
from shared.messages import contract_of

Step = Callable[[Plot | None, Any], tuple[Plot | None, Any]]


@dataclass(frozen=True, slots=True)
class AsOf:
    """A point in both times: the legal day, and what was known when."""

    on: date
    known_at: datetime


def standing(base: Plot | None, acts: Iterable[PlotAct], at: AsOf) -> Plot | None:
    """Fold the acts that count as of a point in both times; None if none created the plot.

    The order of arrival makes no difference. `base` is what older releases knew.
    """
    plot = base
    for act in sorted(acts, key=lambda act: act.order):
        content = content_of(act, at)
        if content is not None:
            plot, _ = step(plot, content)
    return plot


def event_in_place(base: Plot | None, acts: Sequence[PlotAct], act: PlotAct, at: AsOf) -> Any:
    """Return the event by which an act takes effect at its place among the others, or None."""
    before = [other for other in acts if other.order < act.order]
    content = content_of(act, at)
    return None if content is None else step(standing(base, before, at), content)[1]


def step(plot: Plot | None, content: Any) -> tuple[Plot | None, Any]:
    """Apply one act to a plot; returns it with the event that publishes the effect, or None."""
    return _STEPS[type(content)](plot, content)


def content_of(act: PlotAct, at: AsOf) -> Any:
    """Return what an act says as of a point in both times, corrected; None if it does not count."""
    if act.known_at > at.known_at:
        return None
    data = act.content
    for correction in _corrections_of(act, at):
        if correction.content is None:
            return None
        data = correction.content
    content = contract_of(_CLASSES[act.type]).load(data)
    on = act.effective_on if data is act.content else _day_of(content, act.effective_on)
    return content if on <= at.on or act.type in COMES_AT_ONCE else None


def _corrections_of(act: PlotAct, at: AsOf) -> list[ActCorrection]:
    return [
        correction
        for correction in act.corrections
        if correction.known_at <= at.known_at
        and (correction.undone_at is None or correction.undone_at > at.known_at)
        and (correction.from_beginning or correction.effective_on <= at.on)
    ]


def _day_of(content: Any, otherwise: date) -> date:
    name = content.__message__.effective
    return getattr(content, name) if name else otherwise


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


def _review(plot: Plot | None, content: SurveyReviewed) -> tuple[Plot | None, Any]:
    if plot is None:
        return None, None
    after = duty.after_review(plot, content.outcome, content.land_class, content.reviewed_on)
    return after, content


def _register(plot: Plot | None, content: PlotRegistered) -> tuple[Plot | None, Any]:
    return register.register(plot, content)


def _delist(plot: Plot | None, content: PlotDelisted) -> tuple[Plot | None, Any]:
    if plot is None:
        return None, None
    if not register.may_leave(plot, content):
        return plots.remember(plot, PlotState.REGISTERED), None
    return register.delist(plot, content)


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
    SurveyReviewed: _review,
    PlotRegistered: _register,
    PlotDelisted: _delist,
    AssessmentConcluded: _assess,
}
_CLASSES: dict[str, type[Any]] = {name_of(kind): kind for kind in _STEPS}
