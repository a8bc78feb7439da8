"""Consuming from a live broker: order, verdicts, back-pressure, and a graceful stop."""

import threading
import time
from datetime import datetime

import pytest
from pika import BasicProperties

import liandong as ld

HEARD = [("environment", "plot.registered.v1")]
QUEUE = "agriculture.inbox.1"
QUARANTINE = "agriculture.quarantine"


@pytest.fixture
def channel(amqp_url):
    with ld.connect(amqp_url, name="test") as connection:
        channel = connection.channel()
        topology = ld.publisher_topology("environment") + ld.inbox_topology(
            "agriculture", HEARD, delivery_limit=3
        )
        ld.declare(channel, topology)
        yield channel


@pytest.fixture
def publish(amqp_url, channel):
    with ld.Publisher(amqp_url, "environment") as publisher:

        def send(*numbers):
            messages = [
                ld.OutMessage(
                    "environment.events", "plot.registered.v1", f"{n % 7}", f"{n}".encode(), {}
                )
                for n in numbers
            ]
            assert publisher.publish_batch(messages) == [ld.Confirmed()] * len(numbers)

        yield send


@pytest.fixture
def consume(amqp_url):
    started = []

    def start(handle, **options):
        consumer = ld.Consumer(amqp_url, queues=[QUEUE], handle=handle, **options)
        consumer.start()
        started.append(consumer)
        return consumer

    yield start
    for consumer in started:
        consumer.stop()


class Desk:
    """Records deliveries and returns the verdicts that the test chooses."""

    def __init__(self, judge=lambda number: ld.Verdict.ACK):  # noqa: ARG005  (acknowledges all)
        self.judge = judge
        self.seen = []
        self.batches = []

    def handle(self, deliveries):
        numbers = [int(delivery.body) for delivery in deliveries]
        self.batches.append(numbers)
        verdicts = [self.judge(number) for number in numbers]
        judged = zip(numbers, verdicts, strict=True)
        self.seen += [number for number, verdict in judged if verdict is not ld.Verdict.RETURN]
        return verdicts


def eventually(condition, within_s=15):
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def ready(channel, queue=QUEUE):
    return channel.queue_declare(queue, passive=True).method.message_count


def test_everything_comes_once_in_order_and_is_gone(channel, publish, consume):
    publish(*range(1_500))
    desk = Desk()

    consumer = consume(desk.handle, batch_size=100)

    assert eventually(lambda: consumer.handled_total == 1_500)
    assert desk.seen == list(range(1_500))
    assert max(len(batch) for batch in desk.batches) == 100
    assert consumer.healthy()
    consumer.stop()
    assert ready(channel) == 0
    assert not consumer.healthy()


def test_a_lone_event_does_not_wait_for_a_full_batch(publish, consume):
    desk = Desk()
    consumer = consume(desk.handle)
    assert eventually(consumer.healthy)

    begun = time.monotonic()
    publish(1)

    assert eventually(lambda: desk.seen == [1])
    assert time.monotonic() - begun < 1


def test_a_delivery_tells_where_it_comes_from(publish, consume):
    seen = []

    def handle(deliveries):
        seen.extend(deliveries)
        return [ld.Verdict.ACK] * len(deliveries)

    consume(handle)
    publish(5)

    assert eventually(lambda: seen)
    [delivery] = seen
    assert delivery.queue == QUEUE
    assert delivery.exchange == "environment.events"
    assert delivery.routing_key == "plot.registered.v1"
    assert delivery.headers["subject"] == "5"
    assert not delivery.redelivered


def test_a_rejected_one_lies_in_quarantine_and_the_rest_flows_on(channel, publish, consume):
    publish(*range(10))
    desk = Desk(lambda number: ld.Verdict.REJECT if number == 4 else ld.Verdict.ACK)

    consume(desk.handle)

    assert eventually(lambda: ready(channel, QUARANTINE) == 1)
    assert desk.seen == list(range(10))
    _, properties, body = channel.basic_get(QUARANTINE)
    assert body == b"4"
    assert properties.headers["x-death"][0]["reason"] == "rejected"


def test_returned_ones_come_again_before_all_that_lies_behind_them(publish, consume):
    """More often than the delivery limit: the store may be unavailable for long."""
    publish(*range(50))
    outages = iter([True] * 6)
    desk = Desk(lambda _: ld.Verdict.RETURN if next(outages, False) else ld.Verdict.ACK)

    consumer = consume(desk.handle, batch_size=1)

    assert eventually(lambda: len(desk.seen) == 50, within_s=30)
    assert desk.seen == list(range(50))
    assert consumer.returned_total == 6


def test_only_what_is_returned_is_handed_over_again(channel, publish, consume):
    publish(*range(6))
    first_time = set()

    def judge(number):
        if number in {1, 3} and number not in first_time:
            first_time.add(number)
            return ld.Verdict.RETURN
        return ld.Verdict.ACK

    desk = Desk(judge)
    consumer = consume(desk.handle, linger_s=0.5)

    assert eventually(lambda: consumer.handled_total == 6)
    assert desk.batches == [[0, 1, 2, 3, 4, 5], [1, 3]]
    consumer.stop()
    assert ready(channel) == 0


def test_one_that_makes_the_handler_raise_hurts_no_neighbour(channel, publish, consume):
    publish(*range(10))

    def judge(number):
        if number == 4:
            raise RuntimeError("坐标无法解析")
        return ld.Verdict.ACK

    desk = Desk(judge)
    consumer = consume(desk.handle, linger_s=0.5, raise_limit=3)

    assert eventually(lambda: ready(channel, QUARANTINE) == 1)
    assert eventually(lambda: len(desk.seen) == 9)
    assert desk.seen == [0, 1, 2, 3, 5, 6, 7, 8, 9]
    assert desk.batches.count([4]) == 3
    assert channel.basic_get(QUARANTINE)[2] == b"4"
    assert consumer.healthy()


def test_a_wrong_number_of_verdicts_settles_nothing(publish, consume):
    publish(1, 2)
    answers = iter([[ld.Verdict.ACK]])
    calls = []

    def handle(deliveries):
        calls.append([int(delivery.body) for delivery in deliveries])
        return next(answers, [ld.Verdict.ACK] * len(deliveries))

    consumer = consume(handle, linger_s=0.5)

    assert eventually(lambda: consumer.handled_total == 2)
    assert calls == [[1, 2], [1], [2]]


def test_a_handler_may_take_longer_than_the_heartbeat(channel, publish, consume):
    publish(1)

    def handle(deliveries):
        time.sleep(7)
        return [ld.Verdict.ACK] * len(deliveries)

    consumer = consume(handle, heartbeat=2)

    assert eventually(lambda: consumer.handled_total == 1)
    assert consumer.healthy()
    consumer.stop()
    assert ready(channel) == 0


def test_stopping_finishes_the_batch_in_hand_and_gives_back_the_rest(channel, publish, consume):
    publish(*range(30))
    begun, go_on = threading.Event(), threading.Event()

    def judge(number):
        begun.set()
        assert go_on.wait(10)
        return ld.Verdict.ACK

    desk = Desk(judge)
    consumer = consume(desk.handle, batch_size=10, linger_s=1)
    assert begun.wait(10)

    threading.Timer(0.5, go_on.set).start()
    consumer.stop()

    assert desk.seen == list(range(10))
    assert eventually(lambda: ready(channel) == 20)
    rest = Desk()
    consume(rest.handle)
    assert eventually(lambda: len(rest.seen) == 20)
    assert rest.seen == list(range(10, 30))


def test_what_was_handled_before_a_stop_never_comes_again(channel, publish, consume):
    """Stopped ten times in the midst of work."""
    handled = []

    def handle(deliveries):
        handled.extend(int(delivery.body) for delivery in deliveries)
        return [ld.Verdict.ACK] * len(deliveries)

    for start in range(0, 2_000, 200):
        before = len(handled)
        publish(*range(start, start + 200))
        consumer = consume(handle, batch_size=10)
        assert eventually(lambda: len(handled) >= before + 20)  # noqa: B023  (used at once)
        begun = time.monotonic()
        consumer.stop()
        assert time.monotonic() - begun < 10
        assert consumer.handled_total == len(handled) - before

    assert handled == list(range(len(handled)))
    assert eventually(lambda: ready(channel) == 2_000 - len(handled))


def test_only_what_was_prefetched_counts_as_delivered_once_more(channel, publish, consume):
    publish(*range(30))
    begun, go_on = threading.Event(), threading.Event()

    def hold(deliveries):
        begun.set()
        assert go_on.wait(10)
        return [ld.Verdict.ACK] * len(deliveries)

    consumer = consume(hold, batch_size=5, linger_s=1, prefetch=10)
    assert begun.wait(10)
    threading.Timer(0.2, go_on.set).start()
    consumer.stop()

    seen = []

    def note(deliveries):
        seen.extend(deliveries)
        return [ld.Verdict.ACK] * len(deliveries)

    consume(note)
    assert eventually(lambda: len(seen) == 25)
    assert [int(delivery.body) for delivery in seen] == list(range(5, 30))
    again = [delivery.redelivered for delivery in seen]
    assert again == [True] * sum(again) + [False] * (25 - sum(again))
    assert 5 <= sum(again) <= 10
    counts = [delivery.headers.get("x-delivery-count", 0) for delivery in seen]
    assert counts == [int(redelivered) for redelivered in again]


def test_what_came_meanwhile_is_taken_at_once_and_together(publish, consume):
    """A busy handler receives large batches, and no delivery lingers for them."""
    begun, go_on = threading.Event(), threading.Event()
    desk = Desk()

    def handle(deliveries):
        begun.set()
        assert go_on.wait(10)
        return desk.handle(deliveries)

    consumer = consume(handle, linger_s=5)
    assert eventually(consumer.healthy)
    publish(*range(200))
    assert begun.wait(10)
    publish(*range(200, 250))
    time.sleep(0.5)

    at = time.monotonic()
    go_on.set()

    assert eventually(lambda: len(desk.seen) == 250)
    assert time.monotonic() - at < 4
    assert [len(batch) for batch in desk.batches] == [200, 50]


def test_a_message_larger_than_a_frame_and_one_of_nothing_come_whole(
    amqp_url, channel, publish, consume
):
    bodies = [b"", bytes(range(256)) * 4_000, b"x", b"", b"y" * 131_064]
    seen = []

    def handle(deliveries):
        seen.extend(delivery.body for delivery in deliveries)
        return [ld.Verdict.ACK] * len(deliveries)

    with ld.Publisher(amqp_url, "environment") as publisher:
        publisher.publish_batch(
            [ld.OutMessage("environment.events", "plot.registered.v1", "7", b, {}) for b in bodies]
        )
    consume(handle)

    assert eventually(lambda: len(seen) == 5)
    assert seen == bodies


def test_a_header_that_cannot_be_read_is_judged_like_one_that_is_missing(channel, publish, consume):
    """A timestamp after the year 9999 makes pika raise; it must not affect other messages."""
    endless = BasicProperties(headers={"at": FarFuture(9999, 1, 1)})
    channel.basic_publish("environment.events", "plot.registered.v1", b"1", endless)
    publish(2)
    seen = []

    def handle(deliveries):
        seen.extend((delivery.body, delivery.headers.get("subject")) for delivery in deliveries)
        return [ld.Verdict.ACK] * len(deliveries)

    consumer = consume(handle)

    assert eventually(lambda: len(seen) == 2)
    assert seen == [(b"1", None), (b"2", "2")]
    assert consumer.healthy()


class FarFuture(datetime):
    """An instant that pika can encode but not decode."""

    def utctimetuple(self):
        return (9999, 12, 31, 10**9, 0, 0)


def test_a_handler_that_does_not_end_is_left_behind_unsettled(channel, publish, consume):
    publish(1)
    begun, go_on = threading.Event(), threading.Event()

    def handle(deliveries):
        begun.set()
        go_on.wait(10)
        return [ld.Verdict.ACK] * len(deliveries)

    consumer = consume(handle)
    assert begun.wait(10)

    consumer.stop(grace_s=0.2)
    go_on.set()

    assert eventually(lambda: ready(channel) == 1)


def test_a_second_consumer_takes_over_when_the_first_stops(publish, consume):
    first, second = Desk(), Desk()
    active = consume(first.handle, name="first")
    assert eventually(active.healthy)
    standby = consume(second.handle, name="second")
    assert eventually(standby.healthy)
    publish(1, 2, 3)
    assert eventually(lambda: first.seen == [1, 2, 3])
    assert second.seen == []

    active.stop()
    publish(4, 5)

    assert eventually(lambda: second.seen == [4, 5])


def test_a_queue_that_is_made_later_is_found_without_a_restart(amqp_url, publish, channel):
    desk = Desk()
    channel.queue_delete(QUEUE)
    consumer = ld.Consumer(amqp_url, queues=[QUEUE], handle=desk.handle)
    consumer.start()
    time.sleep(0.5)
    assert not consumer.healthy()

    ld.declare(channel, ld.inbox_topology("agriculture", HEARD, delivery_limit=3))
    publish(1)

    assert eventually(lambda: desk.seen == [1])
    consumer.stop()


def test_a_queue_that_is_deleted_and_made_again_is_consumed_again(channel, publish, consume):
    desk = Desk()
    consumer = consume(desk.handle)
    assert eventually(consumer.healthy)

    channel.queue_delete(QUEUE)
    assert eventually(lambda: not consumer.healthy())
    ld.declare(channel, ld.inbox_topology("agriculture", HEARD, delivery_limit=3))
    publish(1)

    assert eventually(lambda: desk.seen == [1])
