"""Spans of what the relay sends: one of the batch, with links, one in the trace of each act."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from liandong.envelope import Envelope, decode
from liandong.messages.outgoing import Confirmed, Outcome, Rejected
from shared.delivery.outbox.publish_batch import PublishBatch
from shared.observability.trace_context import Context, read
from shared.tracing.attributes import event_attributes, sending
from shared.tracing.sink import Sink
from shared.tracing.span import Kind, Span


@dataclass(frozen=True, slots=True)
class Sent:
    """An event whose act is traced, and what became of its message."""

    envelope: Envelope
    act: Context
    error: str


def spans_of_flight(
    department: str, sink: Sink, flight: PublishBatch, outcomes: Sequence[Outcome], ended_ns: int
) -> Iterator[Span]:
    """Make the spans of a batch; none where no act in it is traced."""
    traced = list(_traced(flight, outcomes))
    if not traced:
        return
    said, times = sending(department), (flight.left_ns, ended_ns)
    name = f"send {said['messaging.destination.name']}"
    batch = sink.begin(None, name, Kind.CLIENT)
    for sent in traced:
        told = event_attributes(sent.envelope)
        here = sink.begin(sent.act, f"send {told.name}", Kind.CLIENT)
        links = (batch,) if batch.sampled else ()
        about = {**said, **told.attributes}
        yield Span(
            f"send {told.name}", Kind.CLIENT, here, sent.act, *times, about, links, sent.error
        )
    if batch.sampled:
        counted = {**said, "messaging.batch.message_count": flight.count}
        acts, error = [sent.act for sent in traced], next((event.error for event in traced), "")
        yield Span(name, Kind.CLIENT, batch, None, *times, counted, acts, error)


def _traced(flight: PublishBatch, outcomes: Sequence[Outcome]) -> Iterator[Sent]:
    for held, outcome in zip(flight.marks, outcomes, strict=True):
        for mark in held:
            envelope = decode(mark.body)
            act = read(envelope.traceparent)
            if act is not None and act.sampled:
                yield Sent(envelope, act, _error(outcome))


def _error(outcome: Outcome) -> str:
    if isinstance(outcome, Confirmed):
        return ""
    return "rejected" if isinstance(outcome, Rejected) else "unknown"
