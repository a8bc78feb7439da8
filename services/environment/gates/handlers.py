"""What happens when natural resources asks about a procedure, and when land changes under it."""

from dataclasses import replace
from typing import Any

from services.environment.gates import domain
from services.environment.gates.domain import Answer, Gate, GateState
from services.environment.plots.domain import Plot
from services.environment.surveys.domain import require
from services.natural_resources.applications.messages import LandGateQueried
from shared.grid import overlapping
from shared.uow import UnitOfWork


def answer_query(uow: UnitOfWork, event: LandGateQueried) -> None:
    """Answer a query from what is known now; one that is asked again is answered anew."""
    gate, said = _decide(uow, domain.ask(event))
    uow.save(gate)
    uow.emit(said)


def answer_again(uow: UnitOfWork, plot: Plot) -> None:
    """Answer anew the deferred queries that a plot concerns, where the answer is another now."""
    waiting = (*overlapping(uow, Gate, plot.area), *uow.select(Gate, plot_codes=plot.plot_code))
    for gate in {gate.application_id: gate for gate in waiting}.values():
        if gate.state is GateState.DEFERRED:
            _tell_news(uow, gate)


def _tell_news(uow: UnitOfWork, gate: Gate) -> None:
    decided, said = _decide(uow, gate)
    if not domain.says_the_same(decided, gate):
        uow.save(decided)
        uow.emit(said)


def _decide(uow: UnitOfWork, gate: Gate) -> tuple[Gate, Any]:
    answer = domain.decide(gate, overlapping(uow, Plot, gate.area))
    if answer.state is GateState.DEFERRED:
        answer = _open_duties(uow, gate, answer)
    return domain.settle(gate, answer, uow.now)


def _open_duties(uow: UnitOfWork, gate: Gate, answer: Answer) -> Answer:
    plots = (_chart(uow, gate),) if answer.uncharted else answer.plots
    due = [require(plot, domain.why(gate), uow.today) for plot in plots]
    # Written even if the duty was open: a review that ends meanwhile is then done again and finds
    # this query, instead of leaving it without an answer for ever.
    uow.save(*(plot for plot, _ in due))
    uow.emit(*(event for _, event in due if event is not None))
    return replace(answer, plots=tuple(plot for plot, _ in due))


def _chart(uow: UnitOfWork, gate: Gate) -> Plot:
    codes = domain.codes_for(gate.parcel_code)
    return domain.chart(gate, next(code for code in codes if uow.find(Plot, code) is None))
