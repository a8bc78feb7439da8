"""Spans of an act: parents, links, and the data that they must not contain."""

from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from kit_given import SealWell, Time, WellSealed, a_cause, count_sealing, received, sealed

from liandong.messages.outgoing import CONFIRMED, Unconfirmed
from liandong.publishing.ticket import Ticket
from shared.delivery.inbox.dispatcher import EventDispatcher
from shared.delivery.outbox.publish_batch import PublishBatch
from shared.errors import RejectedError
from shared.handling.cause import PublisherIdentity
from shared.handling.commands import CommandExecutor, PendingCommand
from shared.handling.context import DepartmentContext
from shared.handling.idempotency import IdempotencyKey
from shared.handling.unit_of_work import UnitOfWork
from shared.observability.trace_context import Context, log_fields, parse_traceparent
from shared.store.memory import MemoryStore
from shared.store.outbox import OutboxEvent, PendingEvent
from shared.tracing.recorder import Recorder
from shared.tracing.span import Span, WorkKind

CALLER = Context(0xA, 0xB, sampled=True)
FIRST_NS = 1_000


@dataclass
class Kept:
    """Stores spans, and generates ids in sequence."""

    spans: list[Span] = field(default_factory=list)
    sampling: bool = True
    last: int = 100

    def begin(self, parent: Context | None, _name: str, _kind: WorkKind) -> Context:
        self.last += 1
        trace = parent.trace_id if parent else self.last
        return Context(trace, self.last, parent.sampled if parent else self.sampling)

    def record(self, span: Span) -> None:
        self.spans.append(span)

    def close(self) -> None:
        """Do nothing: no span is buffered."""

    def named(self, start: str) -> Span:
        (found,) = [span for span in self.spans if span.name.startswith(start)]
        return found


class Bureau:
    """The water bureau with tracing, on an in-memory store."""

    def __init__(self) -> None:
        self.kept = Kept()
        times = iter(range(FIRST_NS, FIRST_NS + 1_000_000))
        self.spans = Recorder("water", self.kept, lambda: next(times))
        self.store = MemoryStore()
        context = DepartmentContext(PublisherIdentity("140700", "water"), self.store, Time())
        self.commands = CommandExecutor(context, self.spans)
        self.dispatcher = EventDispatcher(context, self.spans)

    def seal(self, traceparent: str | None = CALLER.traceparent) -> None:
        cause = a_cause(traceparent=traceparent)
        once = IdempotencyKey("k", "f")
        self.commands.execute(
            PendingCommand(seal, SealWell("J-1", "dry"), cause, once, lambda _: {})
        )

    def emitted(self) -> list[Context | None]:
        return [
            parse_traceparent(received_of(row).envelope.traceparent)
            for row in self.store.all(OutboxEvent)
        ]


def seal(uow: UnitOfWork, command: SealWell) -> None:
    uow.emit(WellSealed(command.well_code, date(2026, 10, 8)))


def received_of(row):
    from liandong.envelope import decode  # noqa: PLC0415

    return received(decode(row.body))


def traced(number: int = 1, context: Context = CALLER, **changed):
    """Make an inbound event whose act is traced."""
    envelope = sealed("J-1", number).envelope
    return received(replace(envelope, traceparent=context.traceparent, **changed))


@pytest.fixture
def bureau() -> Bureau:
    return Bureau()


@pytest.mark.parametrize("text", [None, "", "00-zz", f"00-{'0' * 32}-{'1' * 16}-01", "01-1-1-1"])
def test_what_is_no_traceparent_is_no_parent(text):
    assert parse_traceparent(text) is None


def test_a_traceparent_is_read_as_it_is_written():
    assert parse_traceparent(CALLER.traceparent) == CALLER
    assert log_fields(CALLER.traceparent) == {"trace_id": f"{0xA:032x}"}


def test_what_a_command_emits_carries_on_from_its_unit_of_work(bureau):
    bureau.seal()

    act = bureau.kept.named("act SealWell")
    assert (act.parent, act.kind) == (CALLER, WorkKind.INTERNAL)
    assert bureau.emitted() == [act.context]
    assert act.began_ns < act.ended_ns


def test_an_act_that_nobody_traced_begins_a_trace_of_its_own(bureau):
    bureau.seal(traceparent=None)

    act = bureau.kept.named("act SealWell")
    assert act.parent is None
    assert bureau.emitted() == [act.context]


def test_an_act_that_is_not_sampled_leaves_no_span_but_its_trace_goes_on(bureau):
    bureau.seal(traceparent=replace(CALLER, sampled=False).traceparent)

    [emitted] = bureau.emitted()
    assert bureau.kept.spans == []
    assert emitted is not None
    assert (emitted.trace_id, emitted.sampled) == (CALLER.trace_id, False)


def test_an_act_that_fails_is_told_by_the_kind_of_its_error_alone(bureau):
    def refuse(uow, command):
        raise RejectedError("张某某 不在名单")

    with pytest.raises(RejectedError):
        bureau.commands.execute(
            PendingCommand(refuse, SealWell("J-1", "dry"), a_cause(), IdempotencyKey("k", "f"), str)
        )

    act = bureau.kept.named("act SealWell")
    assert act.error == "RejectedError"
    assert "张某某" not in repr(act)


def test_an_effect_follows_from_the_act_and_links_to_its_batch(bureau):
    other = Context(0xC, 0xD, sampled=True)

    bureau.dispatcher.dispatch_batch([traced(1), traced(2, other)], count_sealing)

    batch = bureau.kept.named("process water.inbox")
    effects = [
        span for span in bureau.kept.spans if span.name == "process kit_given.well.sealed.v1"
    ]
    assert batch.links == [CALLER, other]
    assert batch.parent is None
    assert batch.attributes["messaging.batch.message_count"] == 2
    assert [effect.parent for effect in effects] == [CALLER, other]
    assert all(effect.links == (batch.context,) for effect in effects)
    assert {effect.attributes["liandong.outcome"] for effect in effects} == {"applied"}
    assert {span.kind for span in bureau.kept.spans} == {WorkKind.CONSUMER}


def test_what_a_reaction_emits_carries_on_from_its_effect(bureau):
    def react(uow, event):
        uow.emit(WellSealed("J-9", date(2026, 10, 9)))

    bureau.dispatcher.dispatch_batch([traced(1)], react)

    assert bureau.emitted() == [bureau.kept.named("process kit_given.well").context]


def test_an_event_that_comes_twice_has_one_effect(bureau):
    bureau.dispatcher.dispatch_batch([traced(1)], count_sealing)
    bureau.dispatcher.dispatch_batch([traced(1)], count_sealing)

    bureau.kept.named("process kit_given.well.sealed.v1")
    bureau.kept.named("process water.inbox")


def test_an_event_that_fails_is_parked_with_the_kind_of_its_error(bureau):
    def refuse(uow, event):
        raise RejectedError("身份证 140728199001010000")

    bureau.dispatcher.dispatch_batch([traced(1)], refuse)

    parked = bureau.kept.named("process kit_given.well.sealed.v1")
    assert (parked.error, parked.attributes["liandong.outcome"]) == ("RejectedError", "parked")
    assert "140728199001010000" not in repr(bureau.kept.spans)


def test_of_a_restricted_event_neither_name_nor_id_nor_case_is_told(bureau):
    secret = traced(
        1, classification="restricted", correlationid="0192f0c1-0000-7000-8000-000000000000"
    )

    bureau.dispatcher.dispatch_batch([secret], count_sealing)

    effect = bureau.kept.named("process restricted")
    assert effect.attributes["liandong.classification"] == "restricted"
    said = repr([(span.name, span.attributes) for span in bureau.kept.spans])
    envelope = secret.envelope
    for word in ("sealed", envelope.id, envelope.correlationid, envelope.subject, envelope.actor):
        assert word not in said


def test_no_span_names_a_subject_an_actor_or_what_an_event_says(bureau):
    bureau.seal()
    bureau.dispatcher.dispatch_batch([traced(1)], count_sealing)

    said = repr([(span.name, span.attributes) for span in bureau.kept.spans])

    assert not any(word in said for word in ("J-1", "clerk-1", "2026-10-08"))


def flight_of(*events) -> PublishBatch:
    rows = [PendingEvent(event.id, 1, event.envelope.subject, "t", event.body) for event in events]
    return PublishBatch([[row] for row in rows], Ticket([], lambda _: None), sent_ns=FIRST_NS - 1)


def test_a_batch_that_was_sent_links_to_its_acts_and_shows_in_each(bureau):
    outcomes = [CONFIRMED, Unconfirmed("lost")]

    bureau.spans.record_publish(flight_of(traced(1), traced(2)), outcomes)

    batch = bureau.kept.named("send water.events")
    first, second = (
        span for span in bureau.kept.spans if span.name == "send kit_given.well.sealed.v1"
    )
    assert batch.links == [CALLER, CALLER]
    assert (first.parent, first.links, first.error) == (CALLER, (batch.context,), "")
    assert second.error == "unknown"
    assert first.attributes["messaging.destination.name"] == "water.events"
    assert first.attributes["messaging.system"] == "rabbitmq"


def test_a_batch_without_a_traced_act_leaves_no_span(bureau):
    bureau.spans.record_publish(flight_of(sealed("J-1")), [CONFIRMED])

    assert bureau.kept.spans == []


def test_a_fault_in_telling_does_not_reach_the_relay(bureau):
    broken = flight_of(replace_body(traced(1), b"no json"))

    bureau.spans.record_publish(broken, [CONFIRMED])

    assert bureau.kept.spans == []


def replace_body(event, body: bytes):
    event.body = body
    return event


def test_a_request_names_its_route_and_never_the_values_in_it(bureau):
    asked = bureau.spans.trace_request("POST", "/v1/wells/<well_code>/sealings", CALLER.traceparent)
    asked.end(503)

    request = bureau.kept.named("POST")
    assert request.name == "POST /v1/wells/<well_code>/sealings"
    assert (request.parent, request.error) == (CALLER, "503")
    assert parse_traceparent(asked.traceparent) == request.context
