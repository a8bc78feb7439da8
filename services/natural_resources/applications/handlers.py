"""Handle applications for procedures, and the answers of the gate."""

from services.environment.gates.messages import GateBlocked, GateCleared, GateDeferred
from services.natural_resources.applications import decisions, domain, review
from services.natural_resources.applications.domain import Application
from services.natural_resources.applications.messages import RequestProcedure, ReviewApproval
from services.natural_resources.links.queries import doubtful_holds, holds_over
from services.natural_resources.parcels import versions
from services.natural_resources.parcels.domain import (
    Parcel,
    put_to_use,
    refuse_not_in_force,
    touch,
)
from services.natural_resources.parcels.messages import ParcelChange
from services.natural_resources.parcels.uses import parcel_with_uses
from shared.handling import UnitOfWork


def request_procedure(uow: UnitOfWork, command: RequestProcedure) -> Application:
    """Refuse an application known to be prohibited; query the environment bureau for all others."""
    parcel = parcel_with_uses(uow, command.parcel_code)
    refuse_not_in_force(parcel)
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
    application, event = decisions.decide_request(asked, parcel, holds_over(uow, parcel))
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
    holds = holds_over(uow, parcel)
    answered_at = uow.cause.published_at or uow.now
    doubtful = doubtful_holds(uow, parcel)
    decided, event = decisions.decide_cleared(
        application, parcel, holds, answer, answered_at, uow.today, doubtful
    )
    # A plot event writes the parcel too: it cannot commit between the check and the approval.
    uow.save(touch(parcel), decided)
    uow.emit(event)
    if domain.is_approved(decided):
        _put_to_use(uow, touch(parcel), decided)


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
    elif domain.is_approved(application):
        _require_review(uow, application, answer)


def note_deferred(uow: UnitOfWork, answer: GateDeferred) -> None:
    """Let an application wait for a survey, unless it is already decided."""
    application = uow.get(Application, answer.application_id)
    if domain.is_outdated(application, answer):
        return
    if domain.is_in_hand(application):
        uow.save(decisions.defer(application, answer))
    elif domain.is_approved(application):
        _require_review(uow, application, answer)


def _require_review(
    uow: UnitOfWork, application: Application, answer: GateBlocked | GateDeferred
) -> None:
    due, event = review.require_review_of_answer(application, answer, uow.today)
    if event is not None:
        uow.save(due)
        uow.emit(event)


def review_approval(uow: UnitOfWork, command: ReviewApproval) -> Application:
    """Decide on an approval with a later finding against its land."""
    application = uow.get(Application, command.application_id)
    reviewed, event = review.conclude_review(application, command, uow.today)
    uow.save(reviewed)
    uow.emit(event)
    return reviewed


def _put_to_use(uow: UnitOfWork, parcel: Parcel, approved: Application) -> None:
    """Record the approved uses as the present ones, from today; the earlier ones remain known."""
    used = put_to_use(parcel, approved.wanted)
    if used.present_uses == parcel.present_uses:
        uow.save(used)
        return
    kind, basis = ParcelChange.CHANGED, approved.application_id
    changed = versions.amend(uow, parcel, used, kind, basis, uow.today)
    versions.publish(uow, changed, kind, uow.today, None)
