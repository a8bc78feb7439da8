"""Reclamations to farmland, and the land on which no food may be grown."""

from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from services.agriculture.plots.domain import KnownPlot, is_no_farmland, is_toxic, standing
from services.agriculture.reclamations.messages import (
    ReclamationApproved,
    ReclamationRefused,
    RequestReclamation,
)
from services.environment.gates.messages import LandHistoryReturned
from shared.store import document
from shared.texts import cut_to_fit, enumerated
from shared.vocabulary import ReviewState, cells_of

MOST_CODES = 100
NO_FOOD = "不得复垦种植食用农产品 [code.428, plan.2]"
NO_FARMLAND = "不得复垦为耕地 [code.428, code.456, plan.6]"


class ReclamationState(StrEnum):
    """The state of a reclamation."""

    PENDING = "待核查"
    APPROVED = "同意"
    REFUSED = "不予同意"


@document(
    "reclamations",
    title="复垦申请",
    key="reclamation_id",
    placed="county",
    indexes=(("county",), ("division",), ("state",), ("cells",), ("cells", "state"), ("review",)),
)
class Reclamation:
    """An application to reclaim land as farmland.

    `review_because` names the later finding against its land after the approval.
    """

    reclamation_id: str
    county: str
    area: dict[str, Any]
    cells: tuple[str, ...]
    applicant: str
    edible: bool
    requested_on: date
    state: ReclamationState = ReclamationState.PENDING
    decided_on: date | None = None
    note: str = ""
    plot_codes: tuple[str, ...] = ()
    review: ReviewState = ReviewState.NONE
    review_because: tuple[str, ...] = ()
    review_note: str = ""
    division: str = ""


def request(
    reclamation_id: str, command: RequestReclamation, on: date, division: str
) -> Reclamation:
    """Create the record of an application."""
    cells = cells_of(command.area)
    return Reclamation(
        reclamation_id,
        command.county,
        command.area,
        cells,
        command.applicant,
        command.edible,
        on,
        division=division,
    )


def is_decided(reclamation: Reclamation) -> bool:
    """Return whether the decision no longer depends on the environment bureau."""
    return reclamation.state is not ReclamationState.PENDING


def is_forbidden(reclamation: Reclamation, plots: tuple[KnownPlot, ...]) -> bool:
    """Return whether known plots prohibit a reclamation.

    Food may not grow on suspected land [code.428, plan.2]; polluted or registered land becomes no
    farmland, for any crop [code.456, plan.6].
    """
    return any(map(is_no_farmland, plots)) or (reclamation.edible and any(map(is_toxic, plots)))


def decide_history(
    reclamation: Reclamation, answer: LandHistoryReturned, plots: tuple[KnownPlot, ...], on: date
) -> tuple[Reclamation, ReclamationApproved | ReclamationRefused | None]:
    """Refuse food on land with a history of pollution, by the answer or by the plots known now.

    Land that must be surveyed first waits: the answer is sent again after the survey.
    [code.446, code.428, plan.2]
    """
    if is_forbidden(reclamation, plots):
        return refuse_known(reclamation, plots, on)
    if answer.survey_due:
        return replace(
            reclamation, note=cut_to_fit(answer.note), plot_codes=answer.plot_codes
        ), None
    if answer.forbidden:
        reason = f"地块超标或在名录内，不得复垦为耕地：{answer.note} [code.428, code.456]"
        return _refuse(reclamation, cut_to_fit(reason), answer.plot_codes, on)
    if reclamation.edible and not answer.clean:
        reason = f"地块历史不利，不得复垦种植食用农产品：{answer.note} [code.428, plan.2]"
        return _refuse(reclamation, cut_to_fit(reason), answer.plot_codes, on)
    note = "" if answer.clean else f"不得种植食用农产品：{answer.note}"
    approved = replace(
        reclamation,
        state=ReclamationState.APPROVED,
        decided_on=on,
        note=note,
        plot_codes=answer.plot_codes,
    )
    return approved, ReclamationApproved(approved.reclamation_id, approved.edible)


def refuse_known(
    reclamation: Reclamation, plots: tuple[KnownPlot, ...], on: date
) -> tuple[Reclamation, ReclamationRefused]:
    """Refuse what the known plots prohibit [code.428, plan.2]."""
    toxic = tuple(plot for plot in plots if is_toxic(plot))
    barred = tuple(plot for plot in toxic if is_no_farmland(plot))
    named = enumerated(f"{plot.plot_code}（{standing(plot)}）" for plot in barred or toxic)
    reason = cut_to_fit(f"地块 {named} {NO_FARMLAND if barred else NO_FOOD}")
    codes = tuple(plot.plot_code for plot in toxic)[:MOST_CODES]
    return _refuse(reclamation, reason, codes, on)


def _refuse(
    reclamation: Reclamation, reason: str, plot_codes: tuple[str, ...], on: date
) -> tuple[Reclamation, ReclamationRefused]:
    refused = replace(
        reclamation,
        state=ReclamationState.REFUSED,
        decided_on=on,
        note=reason,
        plot_codes=plot_codes,
    )
    return refused, ReclamationRefused(refused.reclamation_id, reason)
