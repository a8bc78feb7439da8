"""Discharge permits: their holder, their plot, and how they ended."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from services.environment.permits.messages import (
    CancellationKind,
    CancelPermit,
    PermitCancelled,
    PermitEnd,
    RecordPermit,
)
from services.environment.plots.domain import Plot
from shared.errors import FieldError, InvalidInputError, WrongStateError
from shared.store import document
from shared.vocabulary import permit_holder, size_problem, united


class PermitState(StrEnum):
    """Whether a permit is in force."""

    VALID = "有效"
    ENDED = "已终止"


STILL_USED = (PermitEnd.HOLDER_CHANGED, PermitEnd.CATEGORY_CHANGED)
"""Ends after which the land is used as before, under another permit [plan.5]."""


@document(
    "permits",
    title="排污许可证",
    key="number",
    placed="county",
    indexes=(
        ("county",),
        ("division",),
        ("state",),
        ("plot_code",),
        ("plot_codes",),
        ("credit_code",),
    ),
)
class Permit:
    """A discharge permit; `plot_codes` are the plots that its holder uses beside `plot_code`."""

    number: str
    holder: str
    credit_code: str
    county: str
    address: str
    plot_code: str
    valid_until: date
    state: PermitState = PermitState.VALID
    kind: CancellationKind | None = None
    reason: str = ""
    cancelled_on: date | None = None
    industry: str | None = None
    division: str = ""
    plot_codes: tuple[str, ...] = ()
    end_kind: PermitEnd | None = None

    @property
    def all_plots(self) -> tuple[str, ...]:
        """All plots that the holder uses, the main one first."""
        return tuple(dict.fromkeys((self.plot_code, *self.plot_codes)))

    @property
    def leaves_land(self) -> bool:
        """Whether its end means that the holder leaves the land; unknown ends count as such."""
        return self.end_kind not in STILL_USED


def record(command: RecordPermit) -> Permit:
    """Create a permit; its number must begin with its holder's credit code [HJ 608-2017]."""
    if permit_holder(command.number) != command.credit_code:
        words = f"与许可证编号的前 18 位（{permit_holder(command.number)}）不一致，请核对"
        raise InvalidInputError((FieldError("credit_code", words),))
    return Permit(
        number=command.number,
        holder=command.holder,
        credit_code=command.credit_code,
        county=command.county,
        address=command.address,
        plot_code=command.plot_code,
        valid_until=command.valid_until,
        industry=command.industry,
        plot_codes=command.plot_codes,
    )


def cancel(
    permit: Permit, command: CancelPermit, plots: Sequence[Plot]
) -> tuple[Permit, PermitCancelled]:
    """End a permit, once, and publish the ground of its plots [plan.5].

    `WrongStateError` if it ended before.
    """
    if permit.state is PermitState.ENDED:
        raise WrongStateError(
            f"排污许可证“{permit.number}”已于 {permit.cancelled_on} 终止，不能重复办理；请核对编号"
        )
    ended = replace(
        permit,
        state=PermitState.ENDED,
        kind=command.kind,
        reason=command.reason,
        cancelled_on=command.cancelled_on,
        end_kind=command.end_kind,
    )
    return ended, PermitCancelled(
        number=permit.number,
        kind=command.kind,
        holder=permit.holder,
        credit_code=permit.credit_code,
        county=permit.county,
        plot_code=permit.plot_code,
        reason=command.reason,
        cancelled_on=command.cancelled_on,
        area=_ground(plots),
        industry=permit.industry,
        plot_codes=tuple(plot.plot_code for plot in plots),
        end_kind=command.end_kind,
    )


def _ground(plots: Sequence[Plot]) -> dict[str, Any]:
    """Return the ground of all plots; of the first alone if they lie too far apart for one area."""
    whole = united([plot.area for plot in plots])
    return plots[0].area if size_problem(whole) else whole
