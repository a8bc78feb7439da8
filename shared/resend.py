"""Asking for events again: a subscriber that notices a gap asks, the publisher sends them anew."""

from typing import Annotated

from shared.ledgers import Resend
from shared.message import Title, Verbatim, event
from shared.uow import UnitOfWork


@event("resend.requested", title="请求补发", subject="line", recipient="publisher")
class ResendRequested:
    """Events about a subject are missing here: those between two numbers, both outside.

    An empty `about` asks for all events that this department may hear.
    """

    line: Annotated[str, Verbatim(), Title("事件线")]
    publisher: Annotated[str, Verbatim(), Title("发布部门")]
    about: Annotated[str, Verbatim(), Title("事项")]
    after: Annotated[int, Title("起（不含）")]
    before: Annotated[int, Title("止（不含）")]


def request(uow: UnitOfWork, publisher: str, about: str, after: int, before: int) -> None:
    """Ask a publisher for the events of a subject between two numbers."""
    uow.emit(ResendRequested(f"{publisher}|{about}", publisher, about, after, before))


def note_request(uow: UnitOfWork, event: ResendRequested) -> None:
    """Write down that a subscriber wants events again; the relay sends them."""
    key = f"{uow.cause.department}|{event.about}"
    known = uow.find(Resend, key)
    after = min(event.after, known.after) if known else event.after
    before = max(event.before, known.before) if known else event.before
    uow.save(Resend(key, uow.cause.department, event.about, after, before, uow.now))


def resent_topic(subscriber: str) -> str:
    """Name the topic that brings events to one subscriber alone."""
    return f"resent.{subscriber}"
