"""Take in the clues that this department is competent for, and act on them."""

from dataclasses import replace

from services.casework.cases.domain import TransferOpinion
from services.casework.cases.opening import open_for
from services.casework.clues.domain import Clue, accept, check_publisher, reject, verify
from services.casework.clues.messages import HIDDEN, ClueRejectedInFull, ClueReportedInFull
from services.casework.messages import (
    AcceptClue,
    ClueAccepted,
    ClueRejected,
    ClueReported,
    ClueVerified,
    Finding,
    RejectClue,
    VerifyClue,
)
from services.casework.numbers.messages import NumberKind
from services.casework.procedures.namesakes import tell_contested
from shared.owned import claim, find_of
from shared.uow import UnitOfWork


def note_clue(uow: UnitOfWork, event: ClueReported | ClueReportedInFull) -> None:
    """Take in a clue that this department is competent for; one known already stays as it is.

    What it says comes sealed, before or after the word that all hear. Another department's clue of
    the same number is kept beside it, and both departments are told.
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
        )
    )
    tell_contested(uow, NumberKind.CLUE, number, clue)


def accept_clue(uow: UnitOfWork, command: AcceptClue) -> Clue:
    """Take on a clue, and tell who reported it."""
    clue = accept(uow.get(Clue, command.clue_id))
    uow.save(clue)
    uow.emit(ClueAccepted(clue.own_number, clue.reporter))
    return clue


def reject_clue(uow: UnitOfWork, command: RejectClue) -> Clue:
    """Send a clue back to who reported it, with the reason for it alone."""
    clue = reject(uow.get(Clue, command.clue_id), command.reason)
    uow.save(clue)
    uow.emit(
        ClueRejectedInFull(clue.own_number, clue.reporter, command.reason),
        ClueRejected(clue.own_number, clue.reporter, HIDDEN),
    )
    return clue


def verify_clue(uow: UnitOfWork, command: VerifyClue) -> Clue:
    """Record what the officers found, tell who reported it, and open a case of a suspected crime.

    One opens too where the procuratorate holds that the clue must be referred [17号 14; plan.11].
    """
    clue = verify(uow.get(Clue, command.clue_id), command)
    uow.save(clue)
    uow.emit(ClueVerified(clue.own_number, clue.reporter, command.finding))
    demanded = uow.find(TransferOpinion, clue.clue_id) is not None
    if command.finding is Finding.SUSPECTED_CRIME or demanded:
        case = open_for(uow, clue)
        return replace(clue, case_id=case.case_id)
    return clue
