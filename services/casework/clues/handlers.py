"""Record the clues that this department is competent for, and act on them."""

from dataclasses import replace

from services.casework.cases.domain import ENDED, Case, TransferOpinion
from services.casework.cases.open_case import open_for
from services.casework.clues.domain import (
    Clue,
    CompetenceDecision,
    accept,
    check_publisher,
    reject,
    revise,
    revise_to_administrative,
    verify,
)
from services.casework.clues.messages import (
    HIDDEN,
    ClueRejectedInFull,
    ClueReportedInFull,
    ReviseFinding,
    ReviseToAdministrative,
)
from services.casework.commands import AcceptClue, RejectClue, VerifyClue
from services.casework.messages import (
    ClueAccepted,
    ClueRejected,
    ClueReported,
    ClueVerified,
    Finding,
)
from services.casework.numbers.messages import NumberKind
from services.casework.procedures.contested_numbers import publish_contested
from shared.errors import WrongStateError
from shared.handling import UnitOfWork, claim, find_of
from shared.vocabulary import current


def note_clue(uow: UnitOfWork, event: ClueReported | ClueReportedInFull) -> None:
    """Record a clue that this department is competent for; a known one is unchanged.

    Its content arrives sealed, before or after the public event. Another department's clue of the
    same number is stored beside it, and both departments are notified.
    """
    if event.competent != uow.department:
        return
    publisher, number = uow.cause.department, event.clue_id
    check_publisher(publisher, event.reporter, number)
    known = find_of(uow, Clue, number, publisher)
    if known is not None:
        if known.summary == HIDDEN != event.summary:
            uow.save(replace(known, summary=event.summary, plot_code=event.plot_code))
        return
    place = claim(uow, Clue, number, publisher)
    clue = uow.add(
        Clue(
            clue_id=place.key,
            number=number if place.key != number else "",
            contested_by=place.others,
            matter=event.matter,
            reporter=event.reporter,
            county=event.county,
            summary=event.summary,
            found_on=event.found_on,
            plot_code=event.plot_code,
            received_on=uow.today,
            division=event.division or current(event.county),
        )
    )
    publish_contested(uow, NumberKind.CLUE, number, clue)


def accept_clue(uow: UnitOfWork, command: AcceptClue) -> Clue:
    """Accept a clue, and notify its reporter."""
    clue = accept(uow.get(Clue, command.clue_id))
    uow.save(clue)
    uow.emit(ClueAccepted(clue.own_number, clue.reporter))
    return clue


def reject_clue(uow: UnitOfWork, command: RejectClue) -> Clue:
    """Send a clue back to its reporter, with the reason for the reporter alone."""
    known = uow.get(Clue, command.clue_id)
    decision = uow.find(CompetenceDecision, known.own_number)
    clue = reject(known, command.reason, decision)
    uow.save(clue)
    uow.emit(
        ClueRejectedInFull(clue.own_number, clue.reporter, command.reason),
        ClueRejected(clue.own_number, clue.reporter, HIDDEN),
    )
    return clue


def verify_clue(uow: UnitOfWork, command: VerifyClue) -> Clue:
    """Record the officers' finding, notify the reporter, and open a case of a suspected crime.

    One is also opened if the procuratorate holds that the clue must be referred [17号 14; plan.11].
    """
    clue = verify(uow.get(Clue, command.clue_id), command)
    uow.save(clue)
    return _publish_finding(uow, clue)


def revise_finding(uow: UnitOfWork, command: ReviseFinding) -> Clue:
    """Record a more severe finding, and open the case of a suspected crime [310号 5]."""
    clue = revise(uow.get(Clue, command.clue_id), command, uow.today)
    uow.save(clue)
    return _publish_finding(uow, clue)


def revise_administrative(uow: UnitOfWork, command: ReviseToAdministrative) -> Clue:
    """Continue a clue as an administrative matter once its case ended without acceptance."""
    known = uow.get(Clue, command.clue_id)
    case = uow.get(Case, known.case_id) if known.case_id else None
    if case is not None and case.state not in ENDED:
        raise WrongStateError(
            f"线索“{known.clue_id}”的案件“{case.case_id}”当前为“{case.state}”，只有“不批准移送”、"
            "“不属管辖退回”或“不予立案”之后才能改为行政违法（310号 11）"
        )
    clue = revise_to_administrative(known, command.reason, uow.today)
    uow.save(clue)
    uow.emit(ClueVerified(clue.own_number, clue.reporter, Finding.ADMINISTRATIVE, clue.revision))
    return clue


def _publish_finding(uow: UnitOfWork, clue: Clue) -> Clue:
    """Publish a finding, and open the case of a suspected crime [17号 5, 14; 310号 5]."""
    assert clue.finding is not None  # noqa: S101  it was just found
    uow.emit(ClueVerified(clue.own_number, clue.reporter, clue.finding, clue.revision))
    demanded = uow.find(TransferOpinion, clue.clue_id) is not None and clue.case_id is None
    if clue.finding is Finding.SUSPECTED_CRIME or demanded:
        case = open_for(uow, clue)
        return replace(clue, case_id=case.case_id)
    return clue
