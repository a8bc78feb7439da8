"""Spans of applied events: one per batch, with links, and one per event in its own trace."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from shared.delivery.inbox.event import InboundEvent
from shared.delivery.lanes.report import Apply, DispatchReport
from shared.handling.unit_of_work import UnitOfWork
from shared.observability.trace_context import Context, parse_traceparent
from shared.tracing.attributes import event_attributes, processing
from shared.tracing.sink import Sink
from shared.tracing.span import Span, WorkKind

MOST_IN_HAND = 20_000
NS = 1_000_000_000
Now = Callable[[], int]


@dataclass(slots=True)
class Effect:
    """An event in progress; if its handler runs repeatedly, the last run counts."""

    received: InboundEvent
    place: Context
    parent: Context | None
    began_ns: int
    ended_ns: int
    error: str = ""


class EffectSpans:
    """Measures handlers, and records the spans of committed events."""

    def __init__(self, department: str, sink: Sink, now_ns: Now) -> None:
        self._department = department
        self._sink = sink
        self._now_ns = now_ns
        self._in_hand: dict[str, Effect] = {}

    def trace_handler(self, apply: Apply) -> Apply:
        """Wrap a handler: emitted events continue its span, and its duration is measured."""

        def run(uow: UnitOfWork, received: InboundEvent) -> None:
            effect = self._effect(received)
            effect.began_ns, effect.error = self._now_ns(), ""
            cause = replace(uow.cause, traceparent=effect.place.traceparent)
            try:
                apply(replace(uow, cause=cause), received)
            except Exception as failure:
                effect.error = type(failure).__name__
                raise
            finally:
                effect.ended_ns = self._now_ns()

        return run

    def record(self, report: DispatchReport, seconds: float | None) -> None:
        """Record the spans of a committed transaction's events."""
        done = list(self._settled(report))
        batch = self._batch([event for event, _ in done], seconds)
        links = (batch,) if batch is not None else ()
        for effect, outcome in done:
            if effect.place.sampled:
                self._sink.record(self._span(effect, outcome, links))

    def _settled(self, report: DispatchReport) -> Iterator[tuple[Effect, str]]:
        for mark in report.applied:
            if (effect := self._in_hand.pop(mark.id, None)) is not None:
                yield effect, mark.outcome
        for received, _ in report.parked:
            effect = self._effect(received)
            del self._in_hand[received.id]
            effect.error = effect.error or "parked"
            yield effect, "parked"

    def _span(self, effect: Effect, outcome: str, links: tuple[Context, ...]) -> Span:
        told = event_attributes(effect.received.envelope)
        said = {**processing(self._department), **told.attributes, "liandong.outcome": outcome}
        place, parent, times = effect.place, effect.parent, (effect.began_ns, effect.ended_ns)
        name = f"process {told.name}"
        return Span(name, WorkKind.CONSUMER, place, parent, *times, said, links, effect.error)

    def _batch(self, effects: list[Effect], seconds: float | None) -> Context | None:
        """Record the span of a batch's transaction, linked to the acts of its events."""
        acts = [
            effect.parent
            for effect in effects
            if effect.parent is not None and effect.parent.sampled
        ]
        if seconds is None or not acts:
            return None
        said, ended_ns = processing(self._department), self._now_ns()
        name = f"process {said['messaging.destination.name']}"
        place = self._sink.begin(None, name, WorkKind.CONSUMER)
        if not place.sampled:
            return None
        counted = {**said, "messaging.batch.message_count": len(effects)}
        times = ended_ns - int(seconds * NS), ended_ns
        self._sink.record(Span(name, WorkKind.CONSUMER, place, None, *times, counted, acts))
        return place

    def _effect(self, received: InboundEvent) -> Effect:
        effect = self._in_hand.get(received.id)
        if effect is None:
            envelope, now_ns = received.envelope, self._now_ns()
            parent = parse_traceparent(envelope.traceparent)
            name = f"process {event_attributes(envelope).name}"
            place = self._sink.begin(parent, name, WorkKind.CONSUMER)
            effect = self._in_hand[received.id] = Effect(received, place, parent, now_ns, now_ns)
            self._forget()
        effect.received = received
        return effect

    def _forget(self) -> None:
        """Discard the oldest: a delivery returned to the broker may be settled elsewhere."""
        while len(self._in_hand) > MOST_IN_HAND:
            self._in_hand.pop(next(iter(self._in_hand)), None)
