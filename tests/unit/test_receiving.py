"""What comes off the wire is believed only if signed, subscribed, sound, and theirs to say."""

from datetime import UTC, datetime

import pytest

from liandong.consumer import Delivery, Verdict
from liandong.envelope import encode
from liandong.signing import load_key_ring, load_signer, make_keys
from services.environment.plots.messages import PlotRegistered
from services.natural_resources.service import NaturalResources
from shared.contract import contract_of
from shared.errors import StoreUnavailableError
from shared.jsonschema import example_of
from shared.receiving import Receiver
from shared.subscribe import subscriptions_of
from shared.testing import START, envelope_of

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


def verdicts(receiver, *deliveries):
    taken = []
    return receiver.handle(deliveries, taken.extend), taken


def test_a_signed_sound_event_of_its_publisher_is_taken(receiver, keys):
    given, taken = verdicts(receiver, delivery(keys, envelope_of(registration())))

    assert given == [Verdict.ACK]
    assert [received.envelope.type for received in taken] == [
        "cn.liandong.environment.plot.registered.v1"
    ]


def test_a_department_cannot_say_what_is_anothers_to_say(receiver, keys):
    """Agriculture signs, with its own good key, that a plot was registered: nobody believes it."""
    foreign = envelope_of(registration(), publisher="agriculture")

    given, taken = verdicts(receiver, delivery(keys, foreign, signed_by="agriculture"))

    assert given == [Verdict.REJECT]
    assert taken == []


def test_a_key_of_another_department_is_refused(receiver, keys):
    given, _ = verdicts(
        receiver, delivery(keys, envelope_of(registration()), signed_by="agriculture")
    )

    assert given == [Verdict.REJECT]


def test_a_bad_message_hurts_none_of_its_neighbours(receiver, keys):
    good = delivery(keys, envelope_of(registration()))
    torn = Delivery(**{**_fields(good), "body": good.body[:-5]})

    given, taken = verdicts(receiver, good, torn, good)

    assert given == [Verdict.ACK, Verdict.REJECT, Verdict.ACK]
    assert len(taken) == 2


def test_an_event_against_its_contract_is_refused(receiver, keys):
    envelope = envelope_of(registration())
    broken = type(envelope)(**{**_fields(envelope), "data": {"plot_code": "nowhere"}})

    given, _ = verdicts(receiver, delivery(keys, broken))

    assert given == [Verdict.REJECT]


def test_while_the_store_is_down_everything_is_given_back(receiver, keys):
    def react(_):
        raise StoreUnavailableError

    given = receiver.handle([delivery(keys, envelope_of(registration()))], react)

    assert given == [Verdict.RETURN]


def test_the_time_of_the_examples_lies_in_the_keys_validity():
    assert START > KEYS_FROM


def _fields(thing):
    return {name: getattr(thing, name) for name in type(thing).__dataclass_fields__}
