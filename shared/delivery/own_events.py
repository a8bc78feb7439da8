"""The platform's own events, to which every department subscribes, and their handlers."""

from collections.abc import Callable, Mapping
from typing import Any

from shared.delivery.refusals.notices import EventsRefused
from shared.delivery.refusals.received import record_refusals_elsewhere
from shared.delivery.resend.gaps import record_answer
from shared.delivery.resend.messages import ResendAnswered, ResendRequested, record_request
from shared.handling.unit_of_work import UnitOfWork
from shared.messages.declare import meta_of

Handle = Callable[[UnitOfWork, Any], None]
HANDLERS: Mapping[type[Any], Handle] = {
    ResendRequested: record_request,
    ResendAnswered: record_answer,
    EventsRefused: record_refusals_elsewhere,
}
OWN = {meta_of(cls).type: (cls, "") for cls in HANDLERS}


def serve_own(uow: UnitOfWork, event: Any) -> None:
    """Apply an event of the platform."""
    HANDLERS[type(event)](uow, event)
