"""The events of the platform itself, which every department takes, and what each does."""

from collections.abc import Callable, Mapping
from typing import Any

from shared.gaps import note_answer
from shared.message import meta_of
from shared.refusal_notices import EventsRefused
from shared.refused_elsewhere import note_refusals
from shared.resend import ResendAnswered, ResendRequested, note_request
from shared.uow import UnitOfWork

Handle = Callable[[UnitOfWork, Any], None]
HANDLERS: Mapping[type[Any], Handle] = {
    ResendRequested: note_request,
    ResendAnswered: note_answer,
    EventsRefused: note_refusals,
}
OWN = {meta_of(cls).type: (cls, "") for cls in HANDLERS}


def serve_own(uow: UnitOfWork, event: Any) -> None:
    """Let an event of the platform take effect."""
    HANDLERS[type(event)](uow, event)
