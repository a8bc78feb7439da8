"""A network that disconnects and freezes: nothing is lost or hangs, and nothing needs a restart."""

import contextlib
import socket
import threading
import time
from urllib.parse import urlsplit

import pytest

import liandong as ld

HEARD = [("environment", "plot.registered.v1")]
QUEUE = "agriculture.inbox.1"


class Network:
    """A TCP relay in front of the broker that can be cut, frozen, closed and reopened."""

    def __init__(self, url):
        self.broker = (urlsplit(url).hostname, urlsplit(url).port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.pairs = []
        self.refusing = False
        self.flowing = threading.Event()
        self.flowing.set()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            if self.refusing:
                client.close()
                continue
            server = socket.create_connection(self.broker)
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.pairs.append((client, server))
            for source, target in ((client, server), (server, client)):
                threading.Thread(target=self.pump, args=(source, target), daemon=True).start()

    def pump(self, source, target):
        try:
            while piece := source.recv(65536):
                self.flowing.wait()
                target.sendall(piece)
        except OSError:
            pass
        for end in (source, target):
            end.close()

    def cut(self):
        for pair in self.pairs:
            for end in pair:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        self.pairs.clear()

    def close(self):
        self.flowing.set()
        self.listener.close()
        self.cut()


@pytest.fixture
def network(amqp_url):
    network = Network(amqp_url)
    yield network
    network.close()


@pytest.fixture
def url(amqp_url, network):
    """Address of the broker through the faulty network."""
    return amqp_url.replace(f":{urlsplit(amqp_url).port}", f":{network.port}")


@pytest.fixture
def channel(amqp_url):
    with ld.connect(amqp_url, name="test") as connection:
        channel = connection.channel()
        topology = ld.publisher_topology("environment") + ld.inbox_topology("agriculture", HEARD)
        ld.declare(channel, topology)
        yield channel


def listing(number):
    return ld.OutMessage(
        "environment.events", "plot.registered.v1", "140728-0007", f"{number}".encode(), {}
    )


def eventually(condition, within_s=20):
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


class Desk:
    def __init__(self, seconds=0.0):
        self.seconds = seconds
        self.seen = []

    def handle(self, deliveries):
        time.sleep(self.seconds)
        self.seen += [int(delivery.body) for delivery in deliveries]
        return [ld.Verdict.ACK] * len(deliveries)


def test_a_publisher_finds_its_way_back_and_tells_what_is_unknown(channel, url, network):
    unconfirmed = []
    with ld.Publisher(url, "environment", window=20, heartbeat=2) as publisher:
        for number in range(300):
            if number % 60 == 30:
                threading.Timer(0.002, network.cut).start()
            batch = [listing(number)] * 20
            outcomes = publisher.publish_batch(batch)
            assert not any(isinstance(outcome, ld.Rejected) for outcome in outcomes)
            unconfirmed += [outcome for outcome in outcomes if outcome != ld.Confirmed()]
        confirmed = 300 * 20 - len(unconfirmed)

    kept = channel.queue_declare(QUEUE, passive=True).method.message_count
    assert confirmed <= kept <= 300 * 20
    assert all("lost" in outcome.reason for outcome in unconfirmed)


def test_nothing_overtakes_what_was_lost_however_often_the_network_is_cut(channel, url, network):
    """Submit ahead, detect a loss, await all, and publish again from the first unknown message."""
    with ld.Publisher(url, "environment", window=40, heartbeat=2) as publisher:
        sent, total, cuts = 0, 3_000, 0
        while sent < total:
            if cuts < 8:
                cuts += 1
                threading.Timer(0.02, network.cut).start()
            waiting = [listing(number) for number in range(sent, min(sent + 300, total))]
            tickets = [publisher.submit(waiting[start : start + 100]) for start in (0, 100, 200)]
            outcomes = [outcome for ticket in tickets for outcome in ticket.wait()]
            assert not any(isinstance(outcome, ld.Rejected) for outcome in outcomes)
            known = [isinstance(outcome, ld.Confirmed) for outcome in outcomes]
            sent += known.index(False) if False in known else len(known)

    arrived = []
    for method, _, body in channel.consume(QUEUE, auto_ack=True, inactivity_timeout=1):
        if method is None:
            break
        arrived.append(int(body))
    firsts = list(dict.fromkeys(arrived))
    assert firsts == list(range(total))


def test_all_that_was_submitted_behind_a_loss_is_unknown(channel, url, network):
    with ld.Publisher(url, "environment", confirm_timeout_s=60) as publisher:
        publisher.publish_batch([listing(0)])
        network.flowing.clear()
        first, second = publisher.submit([listing(1)]), publisher.submit([listing(2)])

        network.cut()
        assert eventually(lambda: first.done)
        network.flowing.set()
        third = publisher.submit([listing(3)])

        outcomes = [ticket.wait() for ticket in (third, second, first)]
        assert [type(outcome) for [outcome] in outcomes] == [ld.Unconfirmed] * 3
        assert publisher.publish_batch([listing(1)]) == [ld.Confirmed()]


def test_an_idle_publisher_whose_connection_was_cut_sends_the_next_batch(channel, url, network):
    with ld.Publisher(url, "environment") as publisher:
        publisher.publish_batch([listing(1)])

        network.cut()
        assert eventually(lambda: not publisher.connected)

        assert publisher.publish_batch([listing(2)]) == [ld.Confirmed()]


def test_a_silent_network_makes_a_batch_unknown_and_not_endless(channel, url, network):
    with ld.Publisher(url, "environment", confirm_timeout_s=1) as publisher:
        publisher.publish_batch([listing(1)])

        network.flowing.clear()
        begun = time.monotonic()
        [outcome] = publisher.publish_batch([listing(2)])

        assert isinstance(outcome, ld.Unconfirmed)
        assert time.monotonic() - begun < 10
        network.flowing.set()
        assert publisher.publish_batch([listing(3)]) == [ld.Confirmed()]


def test_a_consumer_comes_back_by_itself_and_misses_nothing(channel, amqp_url, url, network):
    desk = Desk(seconds=0.02)
    consumer = ld.Consumer(url, queues=[QUEUE], handle=desk.handle, batch_size=20)
    consumer.start()

    with ld.Publisher(amqp_url, "environment") as publisher:
        for start in range(0, 1_000, 200):
            publisher.publish_batch([listing(n) for n in range(start, start + 200)])
            time.sleep(0.1)
            network.cut()

    assert eventually(lambda: len(set(desk.seen)) == 1_000)
    firsts = list(dict.fromkeys(desk.seen))
    assert firsts == list(range(1_000))
    assert eventually(consumer.healthy)
    consumer.stop()
    assert channel.queue_declare(QUEUE, passive=True).method.message_count == 0


def test_what_was_handled_on_a_lost_connection_is_not_settled_on_the_new_one(
    channel, amqp_url, url, network
):
    """The acknowledgement for the old connection is late; it must settle nothing on the new one."""
    with ld.Publisher(amqp_url, "environment") as publisher:
        publisher.publish_batch([listing(1), listing(2)])
    begun, go_on = threading.Event(), threading.Event()
    batches = []

    def handle(deliveries):
        batches.append([int(delivery.body) for delivery in deliveries])
        if len(batches) > 1:
            return [ld.Verdict.RETURN] * len(deliveries)
        begun.set()
        assert go_on.wait(20)
        return [ld.Verdict.ACK] * len(deliveries)

    consumer = ld.Consumer(url, queues=[QUEUE], handle=handle, linger_s=0.5)
    consumer.start()
    assert begun.wait(10)
    network.cut()
    assert eventually(lambda: not consumer.connected)
    assert eventually(lambda: consumer.connected)
    go_on.set()

    assert eventually(lambda: len(batches) >= 2)
    assert batches[:2] == [[1, 2], [1, 2]]
    consumer.stop()
    assert eventually(lambda: channel.queue_declare(QUEUE, passive=True).method.message_count == 2)


def test_a_silent_network_is_noticed_by_the_heartbeat(channel, amqp_url, url, network):
    desk = Desk()
    consumer = ld.Consumer(url, queues=[QUEUE], handle=desk.handle, heartbeat=2)
    consumer.start()
    assert eventually(consumer.healthy)

    network.flowing.clear()
    assert eventually(lambda: not consumer.healthy())
    network.cut()
    network.flowing.set()
    with ld.Publisher(amqp_url, "environment") as publisher:
        publisher.publish_batch([listing(1)])

    assert eventually(lambda: 1 in desk.seen)
    consumer.stop()


def test_a_consumer_stops_in_time_though_the_network_is_silent(channel, url, network):
    consumer = ld.Consumer(url, queues=[QUEUE], handle=Desk().handle)
    consumer.start()
    assert eventually(consumer.healthy)
    network.flowing.clear()

    begun = time.monotonic()
    consumer.stop(grace_s=1)

    assert time.monotonic() - begun < 8


def test_a_broker_that_is_not_there_yet_is_waited_for(channel, amqp_url, url, network):
    network.refusing = True
    desk = Desk()
    consumer = ld.Consumer(url, queues=[QUEUE], handle=desk.handle)
    consumer.start()
    with ld.Publisher(amqp_url, "environment") as publisher:
        publisher.publish_batch([listing(1)])
    time.sleep(1)
    assert not consumer.healthy()

    network.refusing = False

    assert eventually(lambda: desk.seen == [1])
    consumer.stop()
