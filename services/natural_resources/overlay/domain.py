"""The overlay (一张图): the effect of a plot's soil on land procedures, by effective date."""

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from services.environment.assessments.messages import AssessmentConcluded, Risk
from services.environment.plots.messages import (
    PlotSuspected,
)
from services.environment.register.messages import PlotDelisted, PlotEntryChanged, PlotRegistered
from services.environment.surveys.messages import SurveyOutcome, SurveyReviewed
from shared.store import document
from shared.vocabulary import cells_of, county_now, place_of


class HoldKind(StrEnum):
    """The effect of a hold on the procedures on its plot."""

    SUSPECTED = "疑似污染"
    REGISTERED = "在名录内"
    CONDITIONAL = "已移出名录，须遵守后期管理要求"
    LIFTED = "已解除"


@document(
    "holds",
    title="一张图管控地块",
    placed="county",
    key="plot_code",
    indexes=(("county",), ("kind",), ("cells",)),
)
class Hold:
    """A plot on the overlay.

    `since` is the legal date of the latest act, `told_at` when the environment bureau published it.
    The area is unknown for a plot of which only the delisting was received. `approved_before` names
    the applications that were approved before the plot was registered. `finding` records that the
    soil exceeds the limits, of which class, and the result of the assessment: such a plot is held
    like a suspected one. `reason` is the ground of the suspicion.
    """

    plot_code: str
    county: str
    kind: HoldKind
    since: date
    told_at: datetime
    area: dict[str, Any] | None = None
    cells: tuple[str, ...] = ()
    parcel_codes: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    delisted_on: date | None = None
    approved_before: tuple[str, ...] = ()
    finding: str = ""
    reason: str = ""


def suspect(known: Hold | None, event: PlotSuspected, told_at: datetime) -> Hold:
    """Hold a suspected plot, unless it is registered or a later act has settled it [plan.8]."""
    hold = known or new_hold(event.plot_code, HoldKind.SUSPECTED, event.suspected_on, told_at)
    hold = locate(hold, event.area, event.county)
    if hold.kind is HoldKind.REGISTERED or event.suspected_on < hold.since:
        return hold
    reason = f"{event.suspicion.value}：{event.note}" if event.note else event.suspicion.value
    return replace(
        hold, kind=HoldKind.SUSPECTED, since=event.suspected_on, told_at=told_at, reason=reason
    )


def exceed(known: Hold | None, event: SurveyReviewed, told_at: datetime) -> Hold:
    """Hold a plot that exceeds the limits, even if it was never suspected [code.455, plan.8].

    A plot on the register stays there; a finding settled on a later date stays settled.
    """
    hold = known or new_hold(event.plot_code, HoldKind.SUSPECTED, event.reviewed_on, told_at)
    hold = locate(hold, event.area) if event.area is not None else hold
    if event.reviewed_on < hold.since and hold.kind is not HoldKind.REGISTERED:
        return hold
    measured = f"（按{event.land_class.value}评价）" if event.land_class else ""
    found = replace(hold, finding=f"{SurveyOutcome.EXCEEDED.value}{measured}")
    if hold.kind is HoldKind.REGISTERED:
        return found
    return replace(found, kind=HoldKind.SUSPECTED, since=event.reviewed_on, told_at=told_at)


def assess(hold: Hold, event: AssessmentConcluded) -> Hold:
    """Record the result of an assessment on a polluted plot, with its conditions [code.455]."""
    if not hold.finding:
        return hold
    over = hold.finding.split("；", 1)[0]
    said = f"{over}；{event.land_class.value}{event.risk.value}（{event.document_number}）"
    kept = event.conditions if event.risk is Risk.ACCEPTABLE else ()
    return replace(hold, finding=said, conditions=tuple(dict.fromkeys((*hold.conditions, *kept))))


def register(known: Hold | None, event: PlotRegistered, told_at: datetime) -> Hold:
    """Freeze a registered plot, unless it was delisted on a later date [code.456, plan.6]."""
    hold = known or new_hold(event.plot_code, HoldKind.REGISTERED, event.registered_on, told_at)
    hold = locate(hold, event.area, event.county)
    if hold.delisted_on is not None and event.registered_on < hold.delisted_on:
        return hold
    # An earlier listing that arrives late must not make an earlier delisting appear as the latest.
    listed = hold.kind is HoldKind.REGISTERED
    since = max(hold.since, event.registered_on) if listed else event.registered_on
    return replace(hold, kind=HoldKind.REGISTERED, since=since, told_at=told_at)


def relocate(known: Hold | None, event: PlotEntryChanged, told_at: datetime) -> Hold:
    """Move the hold of a registered plot to the area of a later act [code.456, plan.6].

    An unknown plot is held as registered: an entry only changes while it is on the register.
    """
    hold = known or new_hold(event.plot_code, HoldKind.REGISTERED, event.changed_on, told_at)
    if hold.delisted_on is not None and event.changed_on <= hold.delisted_on:
        return hold
    return replace(
        locate(hold, event.area, event.county), kind=HoldKind.REGISTERED, told_at=told_at
    )


def delist(known: Hold | None, event: PlotDelisted, told_at: datetime) -> Hold:
    """Store the conditions of a plot that left the register, even an unknown one [code.461].

    A plot that was registered or suspected on a later date stays so.
    """
    hold = known or new_hold(event.plot_code, HoldKind.CONDITIONAL, event.delisted_on, told_at)
    if hold.delisted_on is not None and event.delisted_on < hold.delisted_on:
        return hold
    kept = replace(hold, conditions=event.conditions, delisted_on=event.delisted_on)
    if is_held(hold) and event.delisted_on < hold.since:
        return kept
    since = max(hold.since, event.delisted_on)
    return replace(kept, kind=HoldKind.CONDITIONAL, since=since, told_at=told_at, finding="")


def lift(hold: Hold, event: SurveyReviewed) -> Hold:
    """End a suspicion that a later survey did not confirm; conditions remain [code.455].

    A survey does not clear soil that was found to exceed the limits.
    """
    clean = event.outcome is SurveyOutcome.CLEAN and not event.suspicion_stands and not hold.finding
    if hold.kind is not HoldKind.SUSPECTED or not clean or event.reviewed_on < hold.since:
        return hold
    kind = HoldKind.CONDITIONAL if hold.delisted_on else HoldKind.LIFTED
    return replace(hold, kind=kind, since=event.reviewed_on)


def is_held(hold: Hold) -> bool:
    """Return whether a plot is suspected or registered now."""
    return hold.kind in (HoldKind.SUSPECTED, HoldKind.REGISTERED)


def standing(hold: Hold) -> str:
    """Return the status of a plot: the finding, else the ground of its hold."""
    return hold.kind.value if hold.kind is HoldKind.REGISTERED else hold.finding or hold.kind.value


def is_held_anew(before: Hold | None, after: Hold) -> bool:
    """Return whether an act placed a plot under a hold that did not exist before."""
    if not is_held(after):
        return False
    if before is None:
        return True
    return (before.kind, before.finding) != (after.kind, after.finding)


def new_hold(plot_code: str, kind: HoldKind, since: date, told_at: datetime) -> Hold:
    """Return the hold of a plot that was unknown."""
    return Hold(plot_code, county_now(plot_code), kind, since, told_at)


def locate(hold: Hold, area: dict[str, Any], county: str | None = None) -> Hold:
    """Return a hold with its ground, and the county or zone whose land it is."""
    place = place_of(county, hold.plot_code) if county else hold.county
    return replace(hold, area=area, cells=cells_of(area), county=place)
