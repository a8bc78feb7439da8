"""The SDK under eventlet green threads: throughput, heartbeats, and a quiet idle state."""

import os
import subprocess
import sys

import pytest

import liandong as ld

PRELUDE = """
import eventlet
eventlet.monkey_patch()

import os
import time
import liandong as ld

url = os.environ["URL"]
seen = []

def eventually(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, f"too late: {len(seen)} seen"
        time.sleep(0.02)

def messages(count):
    return [
        ld.OutMessage("environment.events", "plot.registered.v1", str(n % 7), str(n).encode(), {})
        for n in range(count)
    ]

def handle(deliveries):
    time.sleep(NAP)
    seen.extend(int(delivery.body) for delivery in deliveries)
    return [ld.Verdict.ACK] * len(deliveries)
"""

FLOW = """
NAP = 0
with ld.connect(url, name="set-up") as connection:
    topology = ld.publisher_topology("environment") + ld.inbox_topology(
        "agriculture", [("environment", "plot.registered.v1")]
    )
    ld.declare(connection.channel(), topology)
consumer = ld.Consumer(url, queues=["agriculture.inbox.1"], handle=handle)
consumer.start()
with ld.Publisher(url, "environment") as publisher:
    assert publisher.publish_batch(messages(500)) == [ld.Confirmed()] * 500
    eventually(lambda: consumer.handled_total == 500)
consumer.stop()
assert seen == list(range(500))
"""

PIPELINE = """
NAP = 0
consumer = ld.Consumer(url, queues=["agriculture.inbox.1"], handle=handle)
consumer.start()
with ld.Publisher(url, "environment", window=100) as publisher:
    batches = messages(5_000)
    tickets = [publisher.submit(batches[at : at + 250]) for at in range(0, 5_000, 250)]
    assert all(ticket.wait() == [ld.Confirmed()] * 250 for ticket in tickets)
    eventually(lambda: consumer.handled_total == 5_000)
consumer.stop()
assert seen == list(range(5_000))
"""

HEARTBEAT = """
NAP = 7
consumer = ld.Consumer(url, queues=["agriculture.inbox.1"], handle=handle, heartbeat=2)
consumer.start()
with ld.Publisher(url, "environment", heartbeat=2) as publisher:
    publisher.publish_batch(messages(1))
    eventually(lambda: consumer.handled_total == 1)
    assert consumer.healthy()
    assert publisher.connected
consumer.stop()
assert seen == [0], "handled twice: the connection was lost meanwhile"
"""

IDLE = """
NAP = 0
consumer = ld.Consumer(url, queues=["agriculture.inbox.1"], handle=handle)
consumer.start()
with ld.Publisher(url, "environment") as publisher:
    publisher.publish_batch(messages(1))
    eventually(lambda: consumer.handled_total == 1)
    before = time.process_time()
    time.sleep(8)
    used = time.process_time() - before
    assert used < 0.08, f"{used / 8:.1%} of a core while idle"
    print(f"{used / 8:.2%}")
consumer.stop()
"""


@pytest.fixture
def url(amqp_url):
    with ld.connect(amqp_url, name="test") as connection:
        topology = ld.publisher_topology("environment") + ld.inbox_topology(
            "agriculture", [("environment", "plot.registered.v1")]
        )
        ld.declare(connection.channel(), topology)
    return amqp_url


def run(script, url):
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE + script],
        env={**os.environ, "URL": url},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_five_hundred_messages_pass_in_order_under_green_threads(amqp_url):
    run(FLOW, amqp_url)


def test_batches_in_a_row_pass_in_order_under_green_threads(url):
    run(PIPELINE, url)


def test_heartbeats_flow_while_a_green_handler_sleeps(url):
    run(HEARTBEAT, url)


def test_an_idle_consumer_and_publisher_use_almost_no_processor(url):
    run(IDLE, url)
