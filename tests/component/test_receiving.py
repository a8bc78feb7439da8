"""A received message is accepted only if signed, subscribed, valid, and its publisher's own."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from liandong.consuming.consumer import Delivery
from liandong.envelope import encode
from liandong.messages.verify import load_key_ring, load_signer, make_keys
from services.environment.register.messages import PlotRegistered
from services.natural_resources.service import NaturalResources
from shared.catalog.subscriptions import subscriptions_of
from shared.contracts.json_schema import example_of
from shared.delivery.inbox.receiver import Receiver
from shared.messages.contract import contract_of
from shared.testing.world import START, envelope_of

KEYS_FROM = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def keys(tmp_path):
    make_keys(tmp_path, ("environment", "agriculture"), KEYS_FROM)
    return tmp_path


@pytest.fixture
def receiver(keys):
    ring = load_key_ring(keys / "trust.json")
    return Receiver("natural_resources", subscriptions_of(NaturalResources), ring)


def registration():
    return contract_of(PlotRegistered).load(example_of(PlotRegistered))


def delivery(keys, envelope, signed_by="environment"):
    body = encode(envelope)
    headers = load_signer(keys / f"{signed_by}.key.pem").headers(body)
    return Delivery(
        queue="natural_resources.inbox.1",
        body=body,
        headers=headers,
        delivery_tag=1,
        redelivered=False,
        exchange="environment.events",
        routing_key=envelope.routing_key,
    )


def sort(receiver, *deliveries):
    return receiver.verify_batch(deliveries, START)


def test_a_signed_sound_event_of_its_publisher_is_taken(receiver, keys):
    good, bad = sort(receiver, delivery(keys, envelope_of(registration())))

    assert [event.envelope.type for event in good] == ["cn.liandong.environment.plot.registered.v1"]
    assert good[0].message == registration()
    assert bad == []


def test_a_department_cannot_say_what_is_anothers_to_say(receiver, keys):
    """Agriculture signs, with its own valid key, that a plot was registered: it is refused."""
    foreign = envelope_of(registration(), publisher="agriculture")

    good, bad = sort(receiver, delivery(keys, foreign, signed_by="agriculture"))

    assert good == []
    assert [refusal.kind for refusal in bad] == ["foreign"]


def test_a_key_of_another_department_is_refused(receiver, keys):
    good, bad = sort(receiver, delivery(keys, envelope_of(registration()), signed_by="agriculture"))

    assert good == []
    assert [refusal.kind for refusal in bad] == ["signature"]


def test_a_bad_message_hurts_none_of_its_neighbours_and_is_kept_whole(receiver, keys):
    sound = delivery(keys, envelope_of(registration()))
    torn = Delivery(**{**_fields(sound), "body": sound.body[:-5]})

    good, bad = sort(receiver, sound, torn, sound)

    assert len(good) == 2
    (kept,) = bad
    assert (kept.kind, kept.body, kept.exchange) == ("signature", torn.body, "environment.events")
    assert kept.headers == dict(torn.headers)
    assert "wrong signature" in kept.reason


def test_an_event_against_its_contract_is_refused_and_the_reason_names_the_field(receiver, keys):
    envelope = envelope_of(registration())
    broken = type(envelope)(**{**_fields(envelope), "data": {"plot_code": "nowhere"}})

    good, bad = sort(receiver, delivery(keys, broken))

    assert good == []
    assert bad[0].kind == "contract"
    assert "plot_code" in bad[0].reason


def test_an_event_that_nobody_here_takes_is_refused(receiver, keys):
    envelope = envelope_of(registration())
    unheard = type(envelope)(
        **{**_fields(envelope), "type": "cn.liandong.environment.plot.painted.v1"}
    )

    _, bad = sort(receiver, delivery(keys, unheard))

    assert [refusal.kind for refusal in bad] == ["unknown"]


def test_the_same_bad_bytes_are_known_again(receiver, keys):
    torn = Delivery(**{**_fields(delivery(keys, envelope_of(registration()))), "body": b"{"})

    _, bad = sort(receiver, torn, torn)

    assert bad[0].id == bad[1].id


@pytest.mark.parametrize(
    ("previous", "wanted"),
    [
        (None, 0),
        ("plot.registered.v1=3", 3),
        ("plot.registered.v1=3 plot.delisted.v1=5", 5),
        ("plot.registered.v1=3 land.unheard_of.v1=7", 3),
        ("land.unheard_of.v1=7", 0),
    ],
)
def test_only_topics_that_are_bound_here_count_as_predecessors(receiver, previous, wanted):
    envelope = replace(envelope_of(registration(), sequence=9), previous=previous)

    assert receiver.predecessor(envelope) == wanted


def test_the_time_of_the_examples_lies_in_the_keys_validity():
    assert START > KEYS_FROM


def _fields(thing):
    return {name: getattr(thing, name) for name in type(thing).__dataclass_fields__}
