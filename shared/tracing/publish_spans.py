"""Spans of the relay: one per batch, with links, and one per event in the trace of its act."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from liandong.envelope import Envelope, decode
from liandong.messages.outgoing import Confirmed, Outcome, Rejected
from shared.delivery.outbox.publish_batch import PublishBatch
from shared.observability.trace_context import Context, parse_traceparent
from shared.tracing.attributes import event_attributes, sending
from shared.tracing.sink import Sink
from shared.tracing.span import Span, WorkKind


@dataclass(frozen=True, slots=True)
class Sent:
    """A published event of a traced act, with the error of its message."""

    envelope: Envelope
    act: Context
    error: str


def spans_of_batch(
    department: str, sink: Sink, batch: PublishBatch, outcomes: Sequence[Outcome], ended_ns: int
) -> Iterator[Span]:
    """Yield the spans of a batch; none if no act in it is traced."""
    traced = list(_traced(batch, outcomes))
    if not traced:
        return
    said, times = sending(department), (batch.sent_ns, ended_ns)
    name = f"send {said['messaging.destination.name']}"
    place = sink.begin(None, name, WorkKind.CLIENT)
    for sent in traced:
        told = event_attributes(sent.envelope)
        here = sink.begin(sent.act, f"send {told.name}", WorkKind.CLIENT)
        links = (place,) if place.sampled else ()
        about = {**said, **told.attributes}
        yield Span(
            f"send {told.name}", WorkKind.CLIENT, here, sent.act, *times, about, links, sent.error
        )
    if place.sampled:
        counted = {**said, "messaging.batch.message_count": batch.count}
        acts, error = [sent.act for sent in traced], next((sent.error for sent in traced), "")
        yield Span(name, WorkKind.CLIENT, place, None, *times, counted, acts, error)


def _traced(batch: PublishBatch, outcomes: Sequence[Outcome]) -> Iterator[Sent]:
    for held, outcome in zip(batch.events, outcomes, strict=True):
        for event in held:
            envelope = decode(event.body)
            act = parse_traceparent(envelope.traceparent)
            if act is not None and act.sampled:
                yield Sent(envelope, act, _error(outcome))


def _error(outcome: Outcome) -> str:
    if isinstance(outcome, Confirmed):
        return ""
    return "rejected" if isinstance(outcome, Rejected) else "unknown"
