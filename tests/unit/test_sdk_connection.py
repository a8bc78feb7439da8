"""Retries and clear messages when the broker is unavailable."""

from itertools import islice

import pytest

import liandong as ld
from liandong import BrokerUnavailable, Publisher, Unconfirmed, connect, delays, reconnecting
from liandong.consuming.consumer import Consumer
from liandong.messages.outgoing import OutMessage

NOWHERE = "amqp://guest:geheim@127.0.0.1:1/%2F"
MESSAGE = OutMessage("environment.events", "plot.registered.v1", "140728-0007", b"{}", {})


class Broker:
    """Accepts after some refusals, and records the waits."""

    def __init__(self, refusals):
        self.refusals = refusals
        self.waits = []

    def connect(self):
        if len(self.waits) < self.refusals:
            raise BrokerUnavailable("Nothing listens", "Start it")
        return "connected"


def test_waits_grow_to_a_limit_and_differ_by_chance():
    waits = list(islice(delays(first_s=1, most_s=8), 6))

    for wait, longest in zip(waits, [1, 2, 4, 8, 8, 8], strict=True):
        assert longest / 2 <= wait <= longest
    assert waits != list(islice(delays(first_s=1, most_s=8), 6))


def test_reconnecting_goes_on_until_the_broker_is_back():
    broker = Broker(refusals=4)

    assert reconnecting(broker.connect, sleep=broker.waits.append) == "connected"
    assert len(broker.waits) == 4


def test_reconnecting_gives_up_when_told_to():
    broker = Broker(refusals=1_000)

    with pytest.raises(BrokerUnavailable):
        reconnecting(broker.connect, give_up_after_s=2, sleep=broker.waits.append)

    assert sum(broker.waits) <= 2


def test_a_broker_that_is_not_there_is_told_in_words_without_the_password():
    with pytest.raises(BrokerUnavailable, match=r"Nothing listens at 127\.0\.0\.1:1\.") as refused:
        connect(NOWHERE, name="test")

    assert "Start the broker" in refused.value.remedy
    assert "geheim" not in str(refused.value)


def test_a_host_without_an_address_is_told():
    with pytest.raises(BrokerUnavailable, match="no known address"):
        connect("amqps://broker.invalid/", name="test")


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "amqp://127.0.0.1:port/"])
def test_a_wrong_url_is_refused_at_once(url):
    with pytest.raises(BrokerUnavailable, match="cannot be read"):
        connect(url, name="test")
    with pytest.raises(BrokerUnavailable, match="cannot be read"):
        Publisher(url, "environment")
    with pytest.raises(BrokerUnavailable, match="cannot be read"):
        Consumer(url, queues=["a"], handle=list)


def test_without_a_broker_every_message_is_unknown_and_the_reason_helps():
    with Publisher(NOWHERE, "environment") as publisher:
        outcomes = publisher.publish_batch([MESSAGE, MESSAGE])

    assert [type(outcome) for outcome in outcomes] == [Unconfirmed, Unconfirmed]
    assert "Start the broker" in outcomes[0].reason


def test_nothing_to_publish_needs_no_broker():
    with Publisher(NOWHERE, "environment") as publisher:
        assert publisher.publish_batch([]) == []


def test_a_closed_publisher_sends_nothing():
    publisher = Publisher(NOWHERE, "environment")
    publisher.close()

    assert publisher.publish_batch([MESSAGE]) == [Unconfirmed("the publisher is closed")]


def test_a_consumer_stops_while_it_waits_for_the_broker():
    consumer = Consumer(NOWHERE, queues=["agriculture.inbox.1"], handle=list)
    consumer.start()

    consumer.stop(grace_s=1)

    assert not consumer.healthy()


def test_a_consumer_that_was_never_started_can_be_stopped():
    Consumer(NOWHERE, queues=["agriculture.inbox.1"], handle=list).stop()


def test_the_earlier_name_of_an_outcome_is_still_there():
    assert ld.Unknown is Unconfirmed
