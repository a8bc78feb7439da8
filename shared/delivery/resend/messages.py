"""Asking for events again: a subscriber that notices a gap asks, the publisher sends them anew.

The work of a request is bounded: numbers have bounds, a request names a bounded number of subjects,
and of one subscriber and subject there is one request in work and at most one behind it.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from liandong.envelope.validation import LARGEST_SEQUENCE, LONGEST_TEXT
from shared.delivery.resend.absences import add_absent
from shared.delivery.resend.gap import MOST_GAPS, Gap
from shared.delivery.resend.records import Resend
from shared.handling.records import SequenceState
from shared.handling.unit_of_work import UnitOfWork
from shared.messages.declare import Between, Length, Title, Verbatim, event


@event("resend.requested", title="请求补发", subject="line", recipient="publisher")
class ResendRequested:
    """Events about a subject are missing here: those between two numbers, both outside.

    An empty `about` asks for all events that this department may hear. `number` is the one that an
    event waits for; `more` are gaps of other subjects.
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
    """The publisher has none of these events for this subscriber: it need not ask again."""

    subscriber: Annotated[str, Verbatim(), Title("订阅部门"), Length(1, 60)]
    absent: Annotated[tuple[Gap, ...], Title("没有的事件"), Length(1, MOST_GAPS)]


def request_resend(uow: UnitOfWork, publisher: str, about: str, after: int, before: int) -> None:
    """Ask a publisher for the events of a subject between two numbers; of all if it is empty."""
    uow.emit(ResendRequested(_line(publisher), publisher, about, after, before))


def request_gaps(uow: UnitOfWork, publisher: str, gaps: Sequence[Gap]) -> None:
    """Ask a publisher for what is missing of several subjects, at most `MOST_GAPS`."""
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


def tell_absent(uow: UnitOfWork, subscriber: str, absent: tuple[Gap, ...]) -> None:
    """Tell a subscriber that there are no such events."""
    uow.emit(ResendAnswered(subscriber, absent))


def record_request(uow: UnitOfWork, event: ResendRequested) -> None:
    """Write down that a subscriber wants events again; the relay sends them.

    What cannot be there is noted as absent, and makes no other work.
    """
    who = uow.cause.department
    if not event.about:
        _note(uow, Resend(f"{who}|", who, "", event.after, event.before, uow.now))
    gaps = {gap.about: gap for gap in (*_first(event), *event.more)}
    lines = uow.session.load(SequenceState, gaps)
    uow.session.load(Resend, [f"{who}|{about}" for about in lines])
    absent = []
    for about, gap in gaps.items():
        if about in lines and gap.after < lines[about].last:
            place = f"{who}|{about}"
            _note(
                uow,
                Resend(place, who, about, gap.after, gap.before, uow.now, number=gap.number),
            )
        elif gap.number:
            absent.append(gap)
    add_absent(uow.session, who, absent)


def resent_topic(subscriber: str) -> str:
    """Name the topic that brings events to one subscriber alone."""
    return f"resent.{subscriber}"


def _line(publisher: str) -> str:
    return f"{publisher}|"


def _first(event: ResendRequested) -> tuple[Gap, ...]:
    if not event.about:
        return ()
    return (Gap(event.about, event.after, event.before, event.number),)


def _note(uow: UnitOfWork, wanted: Resend) -> None:
    """Begin a request; one that is in work already is finished first, if it does not cover this."""
    known = uow.find(Resend, wanted.id)
    if known is None:
        uow.save(wanted)
    elif not known.covers(wanted):
        after, before, number = known.again or (wanted.after, wanted.before, 0)
        again = min(after, wanted.after), max(before, wanted.before), wanted.number or number
        uow.save(replace(known, again=again))
