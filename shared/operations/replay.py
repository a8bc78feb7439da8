"""Replay: a department requests past events that it may receive from their publishers.

A new subscriber, or one with a new subscription, receives only events published from then on.
Earlier events are in the publishers' outboxes; they are published again to this department alone,
in order per subject, and events already applied are ignored.
"""

from typing import Annotated

from shared.broker.topology import bound_topics_of
from shared.delivery.resend.messages import request_resend
from shared.delivery.resend.records import Resend
from shared.errors import RejectedError
from shared.handling.audit import Intervention, append_entry
from shared.handling.unit_of_work import UnitOfWork
from shared.handling.worker import HandlerRunner
from shared.messages.declare import Check, Example, Length, Title, Verbatim, command, value_object
from shared.store.pages import Page, PageRequest
from shared.web.auth import Role
from shared.web.routes import http

LAST = 2**31 - 1
LONGEST_ABOUT = 400  # the subject of an event is the publisher's name plus this
_WRONG_ABOUT = f"应为一行不超过 {LONGEST_ABOUT} 字的事项编号，不含换行等控制字符"


def _can_be_subject(about: str) -> bool:
    return about.isprintable() and len(about) <= LONGEST_ABOUT


class NotSubscribedError(RejectedError):
    """The department does not subscribe to that publisher, so there is nothing to replay."""

    slug = "not-heard"
    title = "未订阅该部门"

    def __init__(self, publisher: str, heard: list[str]) -> None:
        super().__init__(f"本部门未订阅“{publisher}”的事件；已订阅：{'、'.join(heard)}")


@command("申请补发事件")
class RequestReplay:
    """Request a publisher's events that this department may receive, or only those of a subject."""

    publisher: Annotated[str, Title("发布部门"), Example("environment"), Length(1, 60)]
    why: Annotated[str, Title("理由"), Length(2, 500), Example("新部门接入")]
    about: Annotated[
        str,
        Verbatim(),
        Title("事项"),
        Length(0, 500),
        Check(_can_be_subject, _WRONG_ABOUT),
    ] = ""


@value_object("补发申请")
class ReplayRequested:
    """The accepted request."""

    publisher: Annotated[str, Title("发布部门")]
    about: Annotated[str, Title("事项")]


def request_replay(uow: UnitOfWork, asked: RequestReplay) -> ReplayRequested:
    """Publish the request, and record it; the publisher's relay sends the events."""
    heard = sorted({publisher for publisher, _ in bound_topics_of(uow.department)})
    if asked.publisher not in heard:
        raise NotSubscribedError(asked.publisher, heard)
    request_resend(uow, asked.publisher, asked.about, 0, LAST)
    target = f"{asked.publisher}|{asked.about}"
    actor, now = uow.cause.actor, uow.now
    act = Intervention(uow.new_id(), "replay", actor, asked.why, now, (target,))
    append_entry(uow.session, act)
    return ReplayRequested(asked.publisher, asked.about)


class ReplayRoutes:
    """HTTP routes of replays, for operators."""

    work: HandlerRunner

    @http("POST", "/v1/replays", roles=[Role.OPS], title="申请补发事件")
    def post_replay(self, command: RequestReplay) -> ReplayRequested:
        """Ask a publisher to send its events again, to this department alone."""
        return self.work(request_replay, command)

    @http("GET", "/v1/resends", roles=[Role.OPS], title="补发进度")
    def get_resends(self, page: PageRequest) -> Page[Resend]:
        """List what this department still has to send again, with how far it has come."""
        return self.work.page(Resend, page)
