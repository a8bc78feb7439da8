"""The permitted uses of a plot: the scope of a survey, an assessment or a remediation."""

from services.environment.plots.domain import Plot
from services.environment.plots.messages import LandClass, PlotState
from shared.vocabulary import LandUse, LimitClass

KEPT_CLEAN = (PlotState.SURVEY_DUE, PlotState.UNDER_REVIEW)


def class_of(use: LandUse) -> LandClass:
    """Return the class whose limits apply to a use; the first class if the use is unclear.

    [GB 36600 5.3.1, code.446]
    """
    if use.is_edible_cropland:
        return LandClass.FARMLAND
    return LandClass.FIRST if use.gb36600_class is LimitClass.FIRST else LandClass.SECOND


def reaches(known: LandClass, use: LandUse) -> bool:
    """Return whether a result for a class is valid for a use: the first class covers both.

    The standards for farmland and for building land do not cover each other [code.446, code.454].
    """
    wanted = class_of(use)
    if LandClass.FARMLAND in (known, wanted):
        return known is wanted
    return known is LandClass.FIRST or wanted is LandClass.SECOND


def is_surveyed(plot: Plot) -> bool:
    """Return whether a reviewed survey found nothing and no suspicion arose since, for any class.

    A plot for which another class is requested, or in review, retains its result [code.454].
    """
    if plot.suspicion is not None:
        return False
    return plot.state is PlotState.CLEAN or (plot.clean_on is not None and plot.state in KEPT_CLEAN)


def survey_reaches(plot: Plot, use: LandUse) -> bool:
    """Return whether a plot was found clean for a use [code.454-455, GB 36600 5.3.1].

    A survey without a class clears only uses that need no survey: no sensitive use, no farmland.
    """
    if not is_surveyed(plot):
        return False
    if not plot.clean_for:
        return not use.is_sensitive and class_of(use) is LandClass.SECOND
    return any(reaches(known, use) for known in plot.clean_for)


def goals_reach(plot: Plot, use: LandUse) -> bool:
    """Return whether the remediation goals of a delisted plot cover a use [code.461].

    A survey for the class of the use, made after the removal, is also sufficient [code.454]. Land
    that was on the register is never used to grow food [plan.2].
    """
    if plot.state is not PlotState.DELISTED or use.is_edible_cropland:
        return False
    named = any(
        goal.scheme is use.scheme and use.code.startswith(goal.code) for goal in plot.usable_for
    )
    classes = (*plot.clean_for, *((plot.usable_class,) if plot.usable_class else ()))
    return named or any(reaches(known, use) for known in classes)


def assessment_reaches(plot: Plot, use: LandUse) -> bool:
    """Return whether the risk of a polluted plot was found acceptable for a use [code.455]."""
    if plot.state is not PlotState.POLLUTED or plot.assessed_for is None:
        return False
    return reaches(plot.assessed_for, use)


def is_settled_for(plot: Plot, use: LandUse) -> bool:
    """Return whether a plot meets all requirements for a use [code.454-455, code.461]."""
    return survey_reaches(plot, use) or goals_reach(plot, use) or assessment_reaches(plot, use)


def is_clean_farmland(plot: Plot) -> bool:
    """Return whether a survey by the limits for farmland found nothing [code.446]."""
    standing = (PlotState.CLEAN, PlotState.DELISTED, *KEPT_CLEAN)
    known = plot.suspicion is None and plot.state in standing
    return known and LandClass.FARMLAND in plot.clean_for


def strictest(uses: tuple[LandUse, ...]) -> LandClass:
    """Return the class by which land with several uses is surveyed; of no use, the first.

    Farmland does not count: it is surveyed by limits of its own [code.446].
    """
    classes = [class_of(use) for use in uses]
    if LandClass.FIRST in classes or not classes:
        return LandClass.FIRST
    return LandClass.SECOND


def decisive(uses: tuple[LandUse, ...]) -> tuple[LandUse, ...]:
    """Return the uses that decide by which limits land is measured: sensitive or first class.

    An unclear use (留白, 其他, an unknown code) is first class, beside any other use of the land
    [GB 36600 5.3.1]. Other uses of the second class are covered by whatever covers these.
    """
    return tuple(use for use in uses if use.is_sensitive or class_of(use) is LandClass.FIRST)
