"""The effects of a survey duty, its report and its review on the plot."""

from dataclasses import replace
from datetime import date

from services.environment.plots.domain import Plot, moved
from services.environment.plots.messages import LandClass, PlotState
from services.environment.surveys.messages import SurveyOutcome, SurveyRequired
from shared.errors import WrongStateError


def require_survey(
    plot: Plot,
    reason: str,
    on: date,
    land_class: LandClass | None = None,
    addressee: str | None = None,
) -> tuple[Plot, SurveyRequired | None]:
    """Open the duty to survey a plot for a class of use, unless it is open [code.454].

    A plot that was found clean for another class retains that result; a delisted plot stays
    delisted.
    """
    if not _is_new_duty(plot, land_class):
        return plot, None
    asked = () if land_class is None else (land_class,)
    due = replace(plot, due_for=tuple(dict.fromkeys((*plot.due_for, *asked))))
    if plot.state is PlotState.CLEAN and plot.clean_on is None:
        due = replace(due, clean_on=on)
    if plot.state is not PlotState.DELISTED:
        due = moved(due, PlotState.SURVEY_DUE)
    return due, SurveyRequired(plot.plot_code, reason, on, land_class, addressee)


def new_duty(
    plot: Plot,
    reason: str,
    on: date,
    land_class: LandClass | None = None,
    addressee: str | None = None,
) -> SurveyRequired | None:
    """Return the event of a duty to survey a plot; None if it is open already [code.454]."""
    return require_survey(plot, reason, on, land_class, addressee)[1]


def mark_under_review(plot: Plot) -> Plot:
    """Record that a report on a plot was filed; the register takes precedence [code.456].

    `WrongStateError` for a polluted plot: it needs a risk assessment, no second survey [code.455].
    """
    if plot.state is PlotState.POLLUTED:
        raise WrongStateError(
            f"地块“{plot.plot_code}”已评审为“{plot.state.value}”，不再受理初步调查报告；"
            "请开展风险评估，省级评审结论下达后办理“转办省级风险评估结论”"
        )
    if plot.state in (PlotState.REGISTERED, PlotState.DELISTED):
        return plot
    return moved(plot, PlotState.UNDER_REVIEW)


def after_review(
    plot: Plot, outcome: SurveyOutcome, land_class: LandClass | None, on: date
) -> Plot:
    """Set the state of a plot after its review; the register takes precedence [code.455-456].

    A clean survey is valid for its class alone [GB 36600 5.3.1]. A plot that became suspected again
    while its report was in review is not cleared by that report.
    """
    if plot.state is PlotState.REGISTERED:
        return plot
    if outcome is SurveyOutcome.EXCEEDED:
        return moved(plot, PlotState.POLLUTED)
    if plot.state is PlotState.DELISTED and outcome is SurveyOutcome.CLEAN:
        return _found_clean(plot, land_class, on)
    if plot.state is not PlotState.UNDER_REVIEW:
        return plot
    if outcome is SurveyOutcome.CLEAN:
        cleared = replace(moved(plot, PlotState.CLEAN), suspicion=None)
        return _found_clean(cleared, land_class, on)
    return moved(plot, PlotState.SURVEY_DUE)


def after_return(plot: Plot) -> Plot:
    """Set the state of a plot whose report was returned: it must still be surveyed [code.454]."""
    return moved(plot, PlotState.SURVEY_DUE) if plot.state is PlotState.UNDER_REVIEW else plot


def _is_new_duty(plot: Plot, land_class: LandClass | None) -> bool:
    if plot.state is PlotState.UNDER_REVIEW:
        return False
    if plot.state in (PlotState.SURVEY_DUE, PlotState.DELISTED) and plot.due_for:
        return land_class is not None and land_class not in plot.due_for
    return plot.state is not PlotState.SURVEY_DUE or land_class is not None


def _found_clean(plot: Plot, land_class: LandClass | None, on: date) -> Plot:
    found = () if land_class is None else (land_class,)
    return replace(
        plot,
        clean_for=tuple(dict.fromkeys((*plot.clean_for, *found))),
        clean_on=on,
        due_for=tuple(due for due in plot.due_for if due not in found),
    )
