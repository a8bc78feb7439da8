"""Answer what was known of a plot when, from its acts."""

from datetime import date, datetime

from services.environment.acts import fold
from services.environment.acts.domain import PlotAct, PlotBaseline
from services.environment.acts.fold import AsOf
from services.environment.acts.views import DecisionKnowledge, KnownAct, StandingAsOf
from services.environment.gates.domain import Gate
from services.environment.plots.domain import Plot
from shared.errors import FieldError, InvalidInputError
from shared.handling import LEGAL_ZONE, HandlerRunner
from shared.store import key_of

AT_A_TIME = 500
UNKNOWN = "未登记"


def standing_on(work: HandlerRunner, plot_code: str, day: str) -> StandingAsOf:
    """Return the standing of a plot on a day (YYYY-MM-DD), by what is known now."""
    work.get(Plot, plot_code)
    try:
        on = date.fromisoformat(day)
    except ValueError as error:
        fault = FieldError("day", "应为日期，如 2026-10-08")
        raise InvalidInputError((fault,)) from error
    return _standing(work, plot_code, AsOf(on, work.context.clock()))


def knowledge_of(work: HandlerRunner, application_id: str) -> DecisionKnowledge:
    """Return what was known when an application was answered, and what is known now."""
    gate = work.get(Gate, application_id)
    now = work.context.clock()
    answered_at = gate.answered_at or now
    then = tuple(_standing(work, code, _at(answered_at)) for code in gate.plot_codes)
    today = tuple(_standing(work, code, _at(now)) for code in gate.plot_codes)
    differences = tuple(
        f"地块 {old.plot_code}：当时为“{old.standing}”，现认定为“{new.standing}”"
        for old, new in zip(then, today, strict=True)
        if (old.standing, old.suspected, old.conditions)
        != (new.standing, new.suspected, new.conditions)
    )
    return DecisionKnowledge(
        application_id, gate.state.value, gate.answered_at, then, today, differences
    )


def acts_of(work: HandlerRunner, plot_code: str) -> list[PlotAct]:
    """Read all acts of a plot, in pages."""
    found, after = list[PlotAct](), ""
    while True:
        part = work.context.store.page(PlotAct, {"plot_code": plot_code}, after, AT_A_TIME)
        found += part
        if len(part) < AT_A_TIME:
            return found
        after = key_of(part[-1])


def _at(instant: datetime) -> AsOf:
    return AsOf(instant.astimezone(LEGAL_ZONE).date(), instant)


def _standing(work: HandlerRunner, plot_code: str, at: AsOf) -> StandingAsOf:
    base = work.context.store.read(PlotBaseline, plot_code)
    effects = fold.effects(base.plot if base else None, acts_of(work, plot_code), at)
    plot = effects[-1].plot if effects else (base.plot if base else None)
    return StandingAsOf(
        plot_code=plot_code,
        on=at.on,
        known_at=at.known_at,
        standing=plot.state.value if plot is not None else UNKNOWN,
        suspected=plot is not None and plot.suspicion is not None,
        conditions=plot.conditions if plot is not None else (),
        acts=tuple(_known(each.act) for each in effects),
    )


def _known(act: PlotAct) -> KnownAct:
    return KnownAct(
        act.act_id, act.event_id, act.type, act.effective_on, act.known_at, act.document_number
    )
