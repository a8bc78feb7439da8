"""Handle applications for procedures, and the answers of the gate."""

from services.environment.gates.messages import GateBlocked, GateCleared, GateDeferred
from services.natural_resources.applications import decisions, domain, review
from services.natural_resources.applications.domain import Application, ApplicationState
from services.natural_resources.applications.messages import RequestProcedure, ReviewApproval
from services.natural_resources.parcels.domain import Parcel, put_to_use, recall, touch
from services.natural_resources.parcels.handlers import holds_over
from shared.handling import UnitOfWork


def request_procedure(uow: UnitOfWork, command: RequestProcedure) -> Application:
    """Refuse an application known to be prohibited; query the environment bureau for all others."""
    parcel = parcel_with_uses(uow, command.parcel_code)
    asked = Application(
        application_id=uow.new_id(),
        parcel_code=parcel.parcel_code,
        county=parcel.county,
        procedure=command.procedure,
        applicant=command.applicant,
        wanted_use=command.wanted_use,
        requested_on=uow.today,
        further_uses=command.further_uses,
        division=uow.division_in(parcel.county),
    )
    application, event = decisions.decide_request(asked, parcel, holds_over(uow, parcel.area))
    # A registration writes the parcel too: of two at once, one is retried and sees the other.
    uow.save(touch(parcel), application)
    uow.emit(event)
    return application


def note_cleared(uow: UnitOfWork, answer: GateCleared) -> None:
    """Decide a cleared application by the current overlay [code.456, plan.6]."""
    application = uow.get(Application, answer.application_id)
    if not domain.is_in_hand(application) or domain.is_outdated(application, answer):
        return
    parcel = parcel_with_uses(uow, application.parcel_code)
    holds = holds_over(uow, parcel.area)
    answered_at = uow.cause.published_at or uow.now
    decided, event = decisions.decide_cleared(
        application, parcel, holds, answer, answered_at, uow.today
    )
    if domain.is_approved(decided):
        parcel = put_to_use(parcel, decided.wanted)
    # A plot event writes the parcel too: it cannot commit between the check and the approval.
    uow.save(touch(parcel), decided)
    uow.emit(event)


def note_blocked(uow: UnitOfWork, answer: GateBlocked) -> None:
    """Refuse a blocked application, unless it is already decided or a freeze will stop it."""
    application = uow.get(Application, answer.application_id)
    if decisions.is_stopped_by_freeze(application, answer):
        return
    if domain.is_outdated(application, answer):
        return
    if domain.is_in_hand(application):
        refused, event = decisions.decide_blocked(application, answer, uow.today)
        uow.save(refused)
        uow.emit(event)


def note_deferred(uow: UnitOfWork, answer: GateDeferred) -> None:
    """Let an application wait for a survey, unless it is already decided."""
    application = uow.get(Application, answer.application_id)
    if domain.is_in_hand(application) and not domain.is_outdated(application, answer):
        uow.save(decisions.defer(application, answer))


def review_approval(uow: UnitOfWork, command: ReviewApproval) -> Application:
    """Decide on an approval with a later finding against its land."""
    application = uow.get(Application, command.application_id)
    reviewed, event = review.conclude_review(application, command, uow.today)
    uow.save(reviewed)
    uow.emit(event)
    return reviewed


def parcel_with_uses(uow: UnitOfWork, parcel_code: str) -> Parcel:
    """Read a parcel with its past uses; for one of an older release they are collected once."""
    parcel = uow.get_visible(Parcel, parcel_code)
    if parcel.known_uses is not None:
        return parcel
    approved = uow.select(Application, parcel_code=parcel_code, state=ApplicationState.APPROVED)
    in_order = sorted(
        approved,
        key=lambda application: (
            application.decided_on or application.requested_on,
            application.application_id,
        ),
    )
    return recall(parcel, [application.wanted for application in in_order])
