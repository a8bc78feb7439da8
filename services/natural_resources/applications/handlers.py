"""What happens when a procedure is asked for, and when the gate answers."""

from services.environment.gates.messages import GateBlocked, GateCleared, GateDeferred
from services.natural_resources.applications import domain
from services.natural_resources.applications.domain import Application
from services.natural_resources.applications.messages import RequestProcedure
from services.natural_resources.parcels.domain import Parcel, touch
from services.natural_resources.parcels.handlers import holds_over
from shared.uow import UnitOfWork


def request_procedure(uow: UnitOfWork, command: RequestProcedure) -> Application:
    """Refuse at once what is known to be forbidden; ask the environment bureau about all else."""
    parcel = uow.get(Parcel, command.parcel_code)
    asked = Application(
        application_id=uow.new_id(),
        parcel_code=parcel.parcel_code,
        county=parcel.county,
        procedure=command.procedure,
        applicant=command.applicant,
        wanted_use=command.wanted_use,
        requested_on=uow.today,
    )
    application, event = domain.decide_request(asked, parcel, holds_over(uow, parcel.area))
    # A registration writes the parcel too: of two at once, one is done again and sees the other.
    uow.save(touch(parcel), application)
    uow.emit(event)
    return application


def note_cleared(uow: UnitOfWork, answer: GateCleared) -> None:
    """Decide what the gate cleared by the overlay as it stands now [code.456, plan.6]."""
    application = uow.get(Application, answer.application_id)
    if not domain.is_in_hand(application):
        return
    parcel = uow.get(Parcel, application.parcel_code)
    holds = holds_over(uow, parcel.area)
    answered_at = uow.cause.published_at or uow.now
    decided, event = domain.decide_cleared(
        application, parcel, holds, answer, answered_at, uow.today
    )
    # A registration writes the parcel too: it cannot slip in between the look and the approval.
    uow.save(touch(parcel), decided)
    uow.emit(event)


def note_blocked(uow: UnitOfWork, answer: GateBlocked) -> None:
    """Refuse what the gate blocked, unless it is decided already or a freeze will stop it."""
    application = uow.get(Application, answer.application_id)
    if domain.is_stopped_by_freeze(application, answer):
        return
    if domain.is_in_hand(application):
        refused, event = domain.decide_blocked(application, answer, uow.today)
        uow.save(refused)
        uow.emit(event)


def note_deferred(uow: UnitOfWork, answer: GateDeferred) -> None:
    """Let an application wait for a survey, unless it is decided already."""
    application = uow.get(Application, answer.application_id)
    if domain.is_in_hand(application):
        uow.save(domain.defer(application, answer))
