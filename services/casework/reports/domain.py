"""Clues that this department reported: their addressee, and the news received about them."""

from dataclasses import replace
from datetime import date

from services.casework.clues.domain import ClueState
from services.casework.messages import CaseState, Finding, Matter
from services.casework.reports.messages import ABLE
from shared.errors import FieldError, InvalidInputError, WrongStateError
from shared.store import document

COMPETENT: dict[Matter, str] = {
    Matter.SOIL_POLLUTION: "environment",
    Matter.UNREPORTED_TRANSPORT: "environment",
    Matter.UNRELATED_CONSTRUCTION: "environment",
    Matter.LAND_OCCUPATION: "natural_resources",
    Matter.FARM_INPUT: "agriculture",
}
"""The department competent for a matter [code.1083]."""

REFUSALS_TO_ASK = 2
"""The number of refusals after which the office decides on a clue (a setting)."""


@document(
    "own_reports",
    title="本部门报告的线索",
    key="clue_id",
    placed="county",
    indexes=(("state",), ("county",), ("division",), ("plot_code",)),
    restricted=True,
)
class OwnReport:
    """A clue that this department reported, and the news received about it."""

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
    revision: int = 0
    refused_by: tuple[str, ...] = ()
    division: str = ""


def check_found(found_on: date, today: date) -> None:
    """Refuse a clue dated in the future."""
    if found_on > today:
        fault = f"发现日期 {found_on} 晚于今天 {today}，请核对"
        raise InvalidInputError((FieldError("found_on", fault),))


def reroute(report: OwnReport, to_department: str) -> OwnReport:
    """Hand a returned clue to a department that was not asked before [code.1083]."""
    if report.state is not ClueState.REJECTED:
        raise WrongStateError(
            f"线索“{report.clue_id}”当前为“{report.state}”，只有“{ClueState.REJECTED}”的线索才能改送"
        )
    if len(report.refused_by) >= REFUSALS_TO_ASK:
        raise WrongStateError(
            f"线索“{report.clue_id}”已被{'、'.join(report.refused_by)}退回，已提请领导小组办公室确定"
            "主管部门，请等待其确定"
        )
    if to_department not in ABLE - set(report.refused_by):
        able = "、".join(sorted(ABLE - set(report.refused_by)))
        fault = f"不受理线索或已退回该线索的部门，应为下列之一：{able}"
        raise InvalidInputError((FieldError("to_department", fault),))
    return handed_to(report, to_department)


def handed_to(report: OwnReport, department: str) -> OwnReport:
    """Let a clue wait for acceptance by another department."""
    return replace(report, competent=department, state=ClueState.AWAITING_ACCEPTANCE, reason=None)


def sent_back(report: OwnReport, by: str, reason: str | None) -> OwnReport:
    """Record that a department sent a clue back; a repeated or late event adds only the reason."""
    if by in report.refused_by:
        current = by == report.competent and report.state is ClueState.REJECTED
        return replace(report, reason=reason or report.reason) if current else report
    return replace(
        report, state=ClueState.REJECTED, reason=reason, refused_by=(*report.refused_by, by)
    )


def progress(report: OwnReport, case_id: str, state: CaseState) -> OwnReport:
    """Store the state of the latest case: ids sort by time, events of older cases may be late."""
    if report.case_id is not None and case_id < report.case_id:
        return report
    return replace(report, case_id=case_id, case_state=state)
