"""Clues that this department reported: to whom they go, and what it heard of them."""

from dataclasses import replace
from datetime import date

from services.casework.clues.domain import ClueState
from services.casework.messages import CaseState, Finding, Matter
from shared.document import document
from shared.errors import Fault, InvalidInputError

COMPETENT: dict[Matter, str] = {
    Matter.SOIL_POLLUTION: "environment",
    Matter.UNREPORTED_TRANSPORT: "environment",
    Matter.UNRELATED_CONSTRUCTION: "environment",
    Matter.LAND_OCCUPATION: "natural_resources",
    Matter.FARM_INPUT: "agriculture",
}
"""Which department a matter belongs to [code.1083]."""


@document(
    "own_reports",
    title="本部门报告的线索",
    key="clue_id",
    indexes=(("state",), ("county",), ("plot_code",)),
    restricted=True,
)
class OwnReport:
    """A clue that this department reported, and what it heard of it."""

    clue_id: str
    matter: Matter
    competent: str
    county: str
    summary: str
    found_on: date
    plot_code: str | None
    reported_by: str
    state: ClueState = ClueState.AWAITING_ACCEPTANCE
    reason: str | None = None
    finding: Finding | None = None
    case_id: str | None = None
    case_state: CaseState | None = None
    contested_by: tuple[str, ...] = ()


def check_found(found_on: date, today: date) -> None:
    """Refuse a clue from the future."""
    if found_on > today:
        fault = f"发现日期 {found_on} 晚于今天 {today}，请核对"
        raise InvalidInputError((Fault("found_on", fault),))


def progress(report: OwnReport, case_id: str, state: CaseState) -> OwnReport:
    """Keep where the latest case stands: ids sort by time, and an older case's word may be late."""
    if report.case_id is not None and case_id < report.case_id:
        return report
    return replace(report, case_id=case_id, case_state=state)
