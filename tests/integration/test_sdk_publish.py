"""Publishing to a live broker: every message's outcome is reported, in order."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

import liandong as ld
from liandong.amqp.topology import Exchange, Queue

HEARTBEAT_S = 2
HEARD = [("environment", "plot.registered.v1")]


@pytest.fixture
def channel(amqp_url):
    with ld.connect(amqp_url, name="test") as connection:
        channel = connection.channel()
        topology = ld.publisher_topology("environment") + ld.inbox_topology("agriculture", HEARD)
        ld.declare(channel, topology)
        yield channel


@pytest.fixture
def publisher(amqp_url):
    with ld.Publisher(amqp_url, "environment", window=50, confirm_timeout_s=5) as publisher:
        yield publisher


def listing(number, exchange="environment.events"):
    return ld.OutMessage(
        exchange, "plot.registered.v1", f"140728-{number:04}", f"{number}".encode(), {"n": b"\xff"}
    )


def drained(channel, queue):
    """Read a queue to its end with a consumer, as a single active consumer forbids `basic.get`."""
    found = []
    for method, properties, body in channel.consume(queue, inactivity_timeout=0.5):
        if method is None:
            break
        channel.basic_ack(method.delivery_tag)
        found.append((body, properties))
    channel.cancel()
    return found


def test_a_batch_far_larger_than_the_window_arrives_in_order(channel, publisher):
    outcomes = publisher.publish_batch([listing(number) for number in range(1_234)])

    assert outcomes == [ld.Confirmed()] * 1_234
    arrived = drained(channel, "agriculture.inbox.1")
    assert [int(body) for body, _ in arrived] == list(range(1_234))


def test_a_message_is_persistent_and_carries_subject_and_headers(channel, publisher):
    publisher.publish_batch([listing(7)])

    [(_, properties)] = drained(channel, "agriculture.inbox.1")
    assert properties.delivery_mode == 2
    assert properties.content_type == ld.CONTENT_TYPE
    assert properties.headers == {"subject": "140728-0007", "n": b"\xff"}


def test_what_no_queue_takes_is_told_and_its_neighbours_are_not_hurt(channel, publisher):
    channel.exchange_declare("mixed", "topic")
    channel.queue_declare("mixed")
    channel.queue_bind("mixed", "mixed", "plot.registered.v1")
    nobody = ld.OutMessage("mixed", "plot.removed.v1", "140728-0007", b"same", {})

    outcomes = publisher.publish_batch([listing(1, "mixed"), nobody, nobody, listing(2, "mixed")])

    assert [type(outcome) for outcome in outcomes] == [
        ld.Confirmed,
        ld.Rejected,
        ld.Rejected,
        ld.Confirmed,
    ]
    assert outcomes[1].reason == "unroutable: NO_ROUTE"


def test_a_full_queue_rejects_and_says_so(channel, publisher):
    full = {"x-queue-type": "quorum", "x-overflow": "reject-publish", "x-max-length": 1}
    ld.declare(
        channel,
        ld.Topology(
            (Exchange("full", "fanout"),), (Queue("full", full),), (ld.Binding("full", "full"),)
        ),
    )

    outcomes = [publisher.publish_batch([listing(n, "full")])[0] for n in range(10)]

    assert outcomes[0] == ld.Confirmed()
    assert isinstance(outcomes[-1], ld.Rejected)
    assert "full" in outcomes[-1].reason


def test_an_exchange_that_does_not_exist_is_named_and_the_next_batch_goes_well(channel, publisher):
    [outcome] = publisher.publish_batch([listing(1, "nobody.events")])

    assert isinstance(outcome, ld.Rejected)
    assert "no exchange 'nobody.events'" in outcome.reason
    assert publisher.publish_batch([listing(2)]) == [ld.Confirmed()]


def test_a_message_that_cannot_be_written_is_rejected_alone(channel, publisher):
    unsendable = ld.OutMessage("environment.events", "长" * 200, "140728-0007", b"{}", {})

    outcomes = publisher.publish_batch([listing(1), unsendable, listing(2)])

    assert [type(outcome) for outcome in outcomes] == [ld.Confirmed, ld.Rejected, ld.Confirmed]


def test_a_message_larger_than_a_frame_arrives_whole(channel, publisher):
    body = bytes(range(256)) * 2_000

    outcomes = publisher.publish_batch([replace(listing(1), body=body), listing(2)])

    assert outcomes == [ld.Confirmed()] * 2
    assert [found for found, _ in drained(channel, "agriculture.inbox.1")] == [body, b"2"]


def test_batches_follow_each_other_without_waiting_and_in_order(channel, publisher):
    tickets = [
        publisher.submit([listing(number) for number in range(start, start + 100)])
        for start in range(0, 1_000, 100)
    ]

    assert [ticket.wait() for ticket in tickets] == [[ld.Confirmed()] * 100] * 10
    assert all(ticket.done for ticket in tickets)
    arrived = drained(channel, "agriculture.inbox.1")
    assert [int(body) for body, _ in arrived] == list(range(1_000))


def test_batches_of_many_threads_all_arrive_each_in_its_order(channel, publisher):
    def send(first):
        batch = [listing(first + number) for number in range(50)]
        return [publisher.publish_batch(batch) for batch in (batch[:20], batch[20:])]

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(send, range(0, 400, 50)))

    assert outcomes == [[[ld.Confirmed()] * 20, [ld.Confirmed()] * 30]] * 8
    arrived = [int(body) for body, _ in drained(channel, "agriculture.inbox.1")]
    for first in range(0, 400, 50):
        mine = [number for number in arrived if first <= number < first + 50]
        assert mine == list(range(first, first + 50))


def test_a_batch_of_nothing_is_over_at_once(publisher):
    assert publisher.submit([]).done
    assert publisher.publish_batch([]) == []
    assert not publisher.connected


def test_closing_waits_for_what_was_submitted(amqp_url, channel):
    publisher = ld.Publisher(amqp_url, "environment", window=10)
    ticket = publisher.submit([listing(number) for number in range(500)])

    publisher.close()

    assert ticket.done
    assert ticket.wait() == [ld.Confirmed()] * 500
    assert isinstance(publisher.publish_batch([listing(1)])[0], ld.Unconfirmed)


def test_the_caller_sees_which_of_a_subject_was_refused_though_a_later_one_was_confirmed(
    channel, publisher
):
    """The caller restores the order per subject: it publishes the refused one again."""
    unsendable = replace(listing(7), routing_key="长" * 200)

    outcomes = publisher.publish_batch([listing(7), unsendable, listing(7)])

    assert [type(outcome) for outcome in outcomes] == [ld.Confirmed, ld.Rejected, ld.Confirmed]


def test_an_idle_publisher_keeps_its_connection(amqp_url, channel):
    with ld.Publisher(amqp_url, "environment", heartbeat=HEARTBEAT_S) as publisher:
        publisher.publish_batch([listing(1)])

        time.sleep(3.5 * HEARTBEAT_S)  # the broker ends a connection after two missed heartbeats

        assert publisher.connected
        assert publisher.publish_batch([listing(2)]) == [ld.Confirmed()]
