"""Apply queries about a procedure on land, and update answers when the land changes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from services.environment.gates import domain, rules
from services.environment.gates.domain import Gate, GateAnswer, GateState
from services.environment.gates.queries import (
    free_code,
    note_review,
    open_duties,
    plots_on,
    publish_if_changed,
    waiting_on,
)
from services.environment.histories.handlers import (
    answer_all_histories_again,
    answer_histories_again,
)
from services.environment.permits.domain import Permit
from services.environment.plots.domain import Plot
from services.environment.surveys.duty import new_duty
from services.natural_resources.applications.messages import (
    ApprovalReviewed,
    ApprovalReviewRequired,
    LandGateQueried,
)
from shared.handling import UnitOfWork
from shared.texts import cut_to_fit, enumerated, shortened


def answer_query(uow: UnitOfWork, event: LandGateQueried) -> None:
    """Answer a query from the current data; a repeated query is answered again."""
    gate, said = _decide(uow, domain.open_gate(event))
    uow.save(gate)
    uow.emit(said)


def answer_again(uow: UnitOfWork, plot: Plot) -> None:
    """Update the answers to waiting queries about the land of a plot, where they have changed.

    This includes the queries of agriculture about the history of land.
    """
    for gate in waiting_on(uow, Gate, GateState.DEFERRED, plot):
        decided, said = _decide(uow, gate)
        publish_if_changed(uow, gate, decided, said)
    answer_histories_again(uow, plot)


def answer_all_again(uow: UnitOfWork, plot: Plot) -> None:
    """Update all answers about the land of a plot whose past acts were corrected.

    An answer that cleared a procedure may not clear it any more; whoever acted on it reviews that.
    """
    answer_again(uow, plot)
    for gate in waiting_on(uow, Gate, GateState.CLEARED, plot):
        decided, said = _decide(uow, gate)
        publish_if_changed(uow, gate, decided, said)
    answer_all_histories_again(uow, plot)


def note_review_required(uow: UnitOfWork, event: ApprovalReviewRequired) -> None:
    """Record that an approval based on an answer must be reviewed."""
    note_review(uow, Gate, event.application_id, event.why)


def note_reviewed(uow: UnitOfWork, event: ApprovalReviewed) -> None:
    """Record the outcome of the review of an approval."""
    note_review(uow, Gate, event.application_id, f"已复核：{event.outcome.value}")


def _decide(uow: UnitOfWork, gate: Gate) -> tuple[Gate, Any]:
    plots, doubtful = plots_on(uow, gate)
    holders = {plot.plot_code: _holders(uow, plot) for plot in (*plots, *doubtful)}
    units = {code for code, found in holders.items() if found}
    answer = rules.decide(gate, plots, units)
    if answer.uncharted:
        answer = rules.decide(gate, (*plots, _new_plot(uow, gate, plots)), units)
    answer = rules.await_boundary(gate, answer, plots, doubtful, units)
    answer = replace(answer, note=cut_to_fit(answer.note))
    if answer.duty:
        answer = _open_duties(uow, gate, answer, holders)
    return domain.record_answer(gate, answer, uow.now)


def _holders(uow: UnitOfWork, plot: Plot) -> Sequence[str]:
    main = uow.select(Permit, plot_code=plot.plot_code)
    further = uow.select(Permit, plot_codes=plot.plot_code)
    return list(dict.fromkeys(permit.holder for permit in (*main, *further)))


def _open_duties(
    uow: UnitOfWork, gate: Gate, answer: GateAnswer, holders: dict[str, Sequence[str]]
) -> GateAnswer:
    due = [
        (
            plot,
            new_duty(
                plot,
                answer.note,
                uow.today,
                answer.land_class,
                _addressee(holders.get(plot.plot_code, ()), gate),
            ),
        )
        for plot in answer.plots
    ]
    return replace(answer, plots=open_duties(uow, due))


def _addressee(holders: Sequence[str], gate: Gate) -> str | None:
    """Return who a duty is for: the permit holders of a plot, else the land user [code.454]."""
    return shortened(enumerated(holders, 120), 200) if holders else gate.holder


def _new_plot(uow: UnitOfWork, gate: Gate, charted: Sequence[Plot]) -> Plot:
    code = free_code(uow, domain.codes_for(gate.parcel_code))
    return domain.new_plot_for(gate, code, charted)
