"""Resend requests: a subscriber with a gap requests events, their publisher sends them again.

The work of a request is bounded: so are its numbers and its subjects, and each subscriber and
subject has one request in progress and at most one queued behind it.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from liandong.envelope.validation import LARGEST_SEQUENCE, LONGEST_TEXT
from shared.delivery.resend.absences import add_absent
from shared.delivery.resend.gap import MOST_GAPS, Gap
from shared.delivery.resend.records import Resend
from shared.handling.sequence import SequenceState
from shared.handling.unit_of_work import UnitOfWork
from shared.messages.declare import Between, Length, Title, Verbatim, event


@event("resend.requested", title="请求补发", subject="line", recipient="publisher")
class ResendRequested:
    """Request for the events of a subject between two sequence numbers, both exclusive.

    An empty `about` requests all events that this department may receive. `number` is the event
    that blocks a lane; `more` are gaps of other subjects.
    """

    line: Annotated[str, Verbatim(), Title("事件线"), Length(1, LONGEST_TEXT)]
    publisher: Annotated[str, Verbatim(), Title("发布部门"), Length(1, 60)]
    about: Annotated[str, Verbatim(), Title("事项"), Length(0, LONGEST_TEXT)]
    after: Annotated[int, Title("起（不含）"), Between(0, LARGEST_SEQUENCE)]
    before: Annotated[int, Title("止（不含）"), Between(0, LARGEST_SEQUENCE)]
    number: Annotated[int, Title("所缺序号"), Between(0, LARGEST_SEQUENCE)] = 0
    more: Annotated[tuple[Gap, ...], Title("其他缺号"), Length(0, MOST_GAPS)] = ()


@event("resend.answered", title="补发答复", subject="subscriber", recipient="subscriber")
class ResendAnswered:
    """Answer that the publisher has none of these events: the subscriber need not ask again."""

    subscriber: Annotated[str, Verbatim(), Title("订阅部门"), Length(1, 60)]
    absent: Annotated[tuple[Gap, ...], Title("没有的事件"), Length(1, MOST_GAPS)]


def request_resend(uow: UnitOfWork, publisher: str, about: str, after: int, before: int) -> None:
    """Request a subject's events between two numbers, both exclusive; empty `about`: all events."""
    uow.emit(ResendRequested(_line(publisher), publisher, about, after, before))


def request_gaps(uow: UnitOfWork, publisher: str, gaps: Sequence[Gap]) -> None:
    """Request the gaps of several subjects from a publisher, at least one, as `parts` yields."""
    first, *more = gaps
    asked = ResendRequested(
        _line(publisher),
        publisher,
        first.about,
        first.after,
        first.before,
        first.number,
        tuple(more),
    )
    uow.emit(asked)


def publish_absent(uow: UnitOfWork, subscriber: str, absent: tuple[Gap, ...]) -> None:
    """Answer a subscriber that there are no such events."""
    uow.emit(ResendAnswered(subscriber, absent))


def record_request(uow: UnitOfWork, event: ResendRequested) -> None:
    """Record a resend request; the relay sends the events.

    Events that cannot exist are recorded as absent, and cause no other work.
    """
    who = uow.cause.department
    if not event.about:
        _record(uow, Resend(f"{who}|", who, "", event.after, event.before, uow.now))
    gaps = {gap.about: gap for gap in (*_first(event), *event.more)}
    lines = uow.session.load(SequenceState, gaps)
    uow.session.load(Resend, [f"{who}|{about}" for about in lines])
    absent = []
    for about, gap in gaps.items():
        if about in lines and gap.after < lines[about].last:
            place = f"{who}|{about}"
            _record(
                uow,
                Resend(place, who, about, gap.after, gap.before, uow.now, number=gap.number),
            )
        elif gap.number:
            absent.append(gap)
    add_absent(uow.session, who, absent)


def resent_topic(subscriber: str) -> str:
    """Return the topic that routes events to one subscriber alone."""
    return f"resent.{subscriber}"


def _line(publisher: str) -> str:
    return f"{publisher}|"


def _first(event: ResendRequested) -> tuple[Gap, ...]:
    if not event.about:
        return ()
    return (Gap(event.about, event.after, event.before, event.number),)


def _record(uow: UnitOfWork, wanted: Resend) -> None:
    """Record a request; queue it behind one in progress that does not cover it."""
    known = uow.find(Resend, wanted.id)
    if known is None:
        uow.save(wanted)
    elif not known.covers(wanted):
        after, before, number = known.again or (wanted.after, wanted.before, 0)
        again = min(after, wanted.after), max(before, wanted.before), wanted.number or number
        uow.save(replace(known, again=again))
