"""A publisher learns which events were refused and which it lacks, over the real broker."""

from dataclasses import replace

import pytest
from acts import eventually
from upkeep import store_of

from liandong.amqp.topology import exchange_of
from liandong.envelope import Envelope, encode, new_id
from liandong.messages.outgoing import Confirmed, OutMessage
from liandong.messages.verify import load_signer
from liandong.publishing.publisher import Publisher
from services.casework.messages import ClueAccepted
from services.environment.plots.messages import PlotSuspected
from shared.clock.system import system_clock
from shared.delivery.records import Lane
from shared.delivery.refusals.notices import PAUSE
from shared.messages.contract import contract_of
from shared.store.outbox import OutboxEvent
from shared.web.auth import Role

GAPS = 60


@pytest.fixture
def sends(platform):
    """Yield a function that publishes any envelope as a department's own user."""
    opened: list[Publisher] = []

    def send(who: str, envelope: Envelope, topic: str) -> None:
        publisher = Publisher(platform.amqp_urls[who], who)
        opened.append(publisher)
        body = encode(envelope)
        headers = load_signer(platform.home / "keys" / f"{who}.key.pem").headers(body)
        message = OutMessage(exchange_of(who), topic, envelope.subject, body, headers)
        (outcome,) = publisher.publish_batch([message])
        assert isinstance(outcome, Confirmed)

    yield send
    for publisher in opened:
        publisher.close()


def event(who, kind, data, subject, **named):
    meta = contract_of(kind).meta
    made = Envelope(
        id=new_id(),
        source=f"//140700.liandong.cn/{who}",
        type=meta.type,
        subject=subject,
        time=system_clock(),
        dataschema=meta.dataschema,
        data=data,
        sequence=1,
        correlationid=new_id(),
        causationid=None,
        actor="made-up",
        classification=meta.classification.value,
    )
    return replace(made, **named)


def test_a_publisher_sees_which_of_its_events_another_refused_and_why(city, sends, move_time):
    code = "140727-9001"
    wrong = event("environment", PlotSuspected, {"plot_code": code}, code)

    sends("environment", wrong, "plot.suspected.v1")

    def told():
        listed = city["environment"].items("/v1/failed/refused", role=Role.OPS, by="agriculture")
        return [refusal["kind"] for refusal in listed if refusal["event_id"] == wrong.id]

    move_time(PAUSE)  # a publisher is notified once a minute
    eventually(told, ["contract"], 60)


def test_invented_predecessors_make_few_requests_and_wait_for_a_person(platform, sends):
    for number in range(GAPS):
        clue = f"made-up-{number}"
        early = event(
            "agriculture",
            ClueAccepted,
            {"clue_id": clue, "reporter": "coordination"},
            clue,
            sequence=2,
            previous="clue.accepted.v1=1",
        )
        sends("agriculture", early, "resent.natural_resources")

    with store_of(platform, "natural_resources") as store:

        def waiting():
            lanes = [lane for lane in store.page(Lane, {}, "", 1000) if "made-up-" in lane.subject]
            return sum(lane.due_at is None and "没有可补发" in lane.error for lane in lanes)

        eventually(waiting, GAPS, 90)
        sent = store.page(OutboxEvent, {}, "", 100_000)
        asked = [row for row in sent if row.routing_key == "resend.requested.v1.agriculture"]
        assert len(asked) < GAPS / 2
