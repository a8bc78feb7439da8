"""Report clues, and note what others make of them."""

from dataclasses import replace

from services.casework.clues.domain import ClueState, check_publisher
from services.casework.messages import (
    CaseStatusChanged,
    ClueAccepted,
    ClueRejected,
    ClueReported,
    ClueVerified,
    ReportClue,
)
from services.casework.reports.domain import COMPETENT, OwnReport, check_found, progress
from shared.places import refuse_misplaced
from shared.uow import UnitOfWork

Feedback = ClueAccepted | ClueRejected | ClueVerified | CaseStatusChanged


def report_clue(uow: UnitOfWork, command: ReportClue) -> OwnReport:
    """Hand a clue to the department that its matter belongs to [code.1083]."""
    check_found(command.found_on, uow.today)
    refuse_misplaced(command.county, command.found_on, code=command.plot_code)
    report = OwnReport(
        clue_id=uow.new_id(),
        matter=command.matter,
        competent=COMPETENT[command.matter],
        county=command.county,
        summary=command.summary,
        found_on=command.found_on,
        plot_code=command.plot_code,
        reported_by=uow.cause.actor,
    )
    uow.emit(
        ClueReported(
            clue_id=report.clue_id,
            matter=report.matter,
            reporter=uow.department,
            competent=report.competent,
            county=report.county,
            summary=report.summary,
            found_on=report.found_on,
            plot_code=report.plot_code,
        )
    )
    return uow.add(report)


def note_acceptance(uow: UnitOfWork, event: ClueAccepted) -> None:
    """Note that an own clue was taken on."""
    if (report := _own(uow, event)) is not None:
        uow.save(replace(report, state=ClueState.ACCEPTED))


def note_rejection(uow: UnitOfWork, event: ClueRejected) -> None:
    """Note that an own clue came back, and why."""
    if (report := _own(uow, event)) is not None:
        uow.save(replace(report, state=ClueState.REJECTED, reason=event.reason))


def note_verification(uow: UnitOfWork, event: ClueVerified) -> None:
    """Note what was found to an own clue."""
    if (report := _own(uow, event)) is not None:
        uow.save(replace(report, state=ClueState.VERIFIED, finding=event.finding))


def note_case_status(uow: UnitOfWork, event: CaseStatusChanged) -> None:
    """Note where the case of an own clue stands."""
    if (report := _own(uow, event)) is not None:
        uow.save(progress(report, event.case_id, event.state))


def _own(uow: UnitOfWork, event: Feedback) -> OwnReport | None:
    """Find the own report that an event answers, if the answer is from who was asked."""
    if event.reporter != uow.department:
        return None
    report = uow.get(OwnReport, event.clue_id)
    check_publisher(uow.cause.department, report.competent, report.clue_id)
    return report
