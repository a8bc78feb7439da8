"""Reclamations to farmland, and which land must not grow food."""

from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from services.agriculture.plots.domain import KnownPlot, is_toxic
from services.agriculture.reclamations.messages import (
    ReclamationApproved,
    ReclamationRefused,
    RequestReclamation,
)
from services.environment.gates.messages import LandHistoryReturned
from shared.document import document
from shared.grid import cells_of
from shared.wording import enumerated, shortened


class ReclamationState(StrEnum):
    """Where a reclamation stands."""

    PENDING = "待核查"
    APPROVED = "同意"
    REFUSED = "不予同意"


@document(
    "reclamations",
    title="复垦申请",
    key="reclamation_id",
    indexes=(("county",), ("state",), ("cells",)),
)
class Reclamation:
    """An application to reclaim land as farmland."""

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


Decision = tuple[Reclamation, ReclamationApproved | ReclamationRefused]


def request(reclamation_id: str, command: RequestReclamation, on: date) -> Reclamation:
    """Make the record of an application."""
    cells = cells_of(command.area)
    return Reclamation(
        reclamation_id, command.county, command.area, cells, command.applicant, command.edible, on
    )


def is_decided(reclamation: Reclamation) -> bool:
    """Tell whether the environment bureau need not be waited for."""
    return reclamation.state is not ReclamationState.PENDING


def is_forbidden(reclamation: Reclamation, plots: tuple[KnownPlot, ...]) -> bool:
    """Tell whether food would grow on suspected or registered land [code.428, plan.2]."""
    return reclamation.edible and any(map(is_toxic, plots))


def decide_history(
    reclamation: Reclamation, answer: LandHistoryReturned, plots: tuple[KnownPlot, ...], on: date
) -> Decision:
    """Keep land with a toxic past, by the answer or by what is known now, from growing food.

    [code.446, code.428, plan.2]
    """
    if is_forbidden(reclamation, plots):
        return refuse_known(reclamation, plots, on)
    if reclamation.edible and not answer.clean:
        past = shortened(answer.note)
        reason = f"地块历史不利，不得复垦种植食用农产品：{past} [code.428, plan.2]"
        return _refuse(reclamation, reason, answer.plot_codes, on)
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
    """Refuse what the plots known here forbid [code.428, plan.2]."""
    toxic = tuple(plot for plot in plots if is_toxic(plot))
    named = enumerated([f"{plot.plot_code}（{plot.kind.value}）" for plot in toxic])
    reason = f"地块 {named} 不得复垦种植食用农产品 [code.428, plan.2]"
    return _refuse(reclamation, reason, tuple(plot.plot_code for plot in toxic), on)


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
