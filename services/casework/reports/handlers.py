"""Report clues, and record their progress at other departments."""

from dataclasses import replace

from services.casework.clues.domain import ClueState, check_publisher
from services.casework.clues.messages import HIDDEN, ClueRejectedInFull, ClueReportedInFull
from services.casework.commands import ReportClue
from services.casework.messages import (
    CaseStatusChanged,
    ClueAccepted,
    ClueRejected,
    ClueReported,
    ClueVerified,
)
from services.casework.reports.domain import (
    COMPETENT,
    REFUSALS_TO_ASK,
    OwnReport,
    check_found,
    handed_to,
    progress,
    reroute,
    sent_back,
)
from services.casework.reports.messages import ClueCompetenceAsked, RerouteClue
from shared.handling import UnitOfWork
from shared.vocabulary import city_code, refuse_misplaced

Feedback = ClueAccepted | ClueRejected | ClueRejectedInFull | ClueVerified | CaseStatusChanged


def report_clue(uow: UnitOfWork, command: ReportClue) -> OwnReport:
    """Hand a clue to the department competent for its matter [code.1083]."""
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
        division=uow.division_in(command.county),
    )
    _hand(uow, report)
    uow.save(report)  # an office may report what it found in another county [code.1083]
    return report


def in_the_open(full: ClueReportedInFull) -> ClueReported:
    """Return the public data of a clue: matter, county and department [sl18.84; code.51]."""
    return ClueReported(
        clue_id=full.clue_id,
        matter=full.matter,
        reporter=full.reporter,
        competent=full.competent,
        county=full.county,
        summary=HIDDEN,
        found_on=full.found_on,
        division=full.division,
    )


def note_acceptance(uow: UnitOfWork, event: ClueAccepted) -> None:
    """Record that an own clue was accepted."""
    if (report := _own(uow, event)) is not None:
        uow.save(replace(report, state=ClueState.ACCEPTED))


def note_rejection(uow: UnitOfWork, event: ClueRejected | ClueRejectedInFull) -> None:
    """Record that an own clue was sent back; its sealed reason may arrive earlier or later."""
    if event.reporter != uow.department:
        return
    report, by = uow.get(OwnReport, event.clue_id), uow.cause.department
    if by not in report.refused_by:
        check_publisher(by, report.competent, report.clue_id)
    told = event.reason if event.reason != HIDDEN else report.reason
    after = sent_back(report, by, told or HIDDEN)
    uow.save(after)
    if len(after.refused_by) >= REFUSALS_TO_ASK > len(report.refused_by):
        asked = ClueCompetenceAsked(
            after.clue_id, uow.department, after.matter, after.county, after.refused_by
        )
        uow.emit(asked)


def reroute_clue(uow: UnitOfWork, command: RerouteClue) -> OwnReport:
    """Hand a returned clue to another department [code.1083]."""
    report = reroute(uow.get(OwnReport, command.clue_id), command.to_department)
    uow.save(report)
    _hand(uow, report)
    return report


def hand_on(uow: UnitOfWork, clue_id: str, competent: str) -> None:
    """Hand a returned own clue to the department that the office decided on."""
    report = uow.find(OwnReport, clue_id)
    if report is not None and report.state is ClueState.REJECTED:
        handed = handed_to(report, competent)
        uow.save(handed)
        _hand(uow, handed)


def note_verification(uow: UnitOfWork, event: ClueVerified) -> None:
    """Record the finding on an own clue; a later finding counts, in any order of arrival."""
    if (report := _own(uow, event)) is not None and event.revision >= report.revision:
        found = replace(report, finding=event.finding, revision=event.revision)
        uow.save(replace(found, state=ClueState.VERIFIED))


def note_case_status(uow: UnitOfWork, event: CaseStatusChanged) -> None:
    """Record the state of the case of an own clue."""
    if (report := _own(uow, event)) is not None:
        uow.save(progress(report, event.case_id, event.state))


def _hand(uow: UnitOfWork, report: OwnReport) -> None:
    """Send the whole clue to the competent department, and publish to all others that it exists."""
    full = ClueReportedInFull(
        clue_id=report.clue_id,
        matter=report.matter,
        reporter=uow.department,
        competent=report.competent,
        county=report.county,
        summary=report.summary,
        found_on=report.found_on,
        plot_code=report.plot_code,
        division=_addressed_office(report),
    )
    uow.emit(full, in_the_open(full))


def _addressed_office(report: OwnReport) -> str | None:
    """Return the city for a clue that the city found; else the county's office is competent."""
    return report.division if report.division == city_code() else None


def _own(uow: UnitOfWork, event: Feedback) -> OwnReport | None:
    """Find the own report that an event answers, if the answer is from the department asked."""
    if event.reporter != uow.department:
        return None
    report = uow.get(OwnReport, event.clue_id)
    check_publisher(uow.cause.department, report.competent, report.clue_id)
    return report
