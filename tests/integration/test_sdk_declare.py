"""The topology on a live broker: declared idempotently, or refused with a clear message."""

import json

import pytest
from pika import BasicProperties

import liandong as ld
from liandong.amqp.topology import Exchange, Queue

HEARD = [("environment", "plot.registered.v1")]


@pytest.fixture
def channel(amqp_url):
    with ld.connect(amqp_url, name="test") as connection:
        yield connection.channel()


def depth(channel, queue):
    return channel.queue_declare(queue, passive=True).method.message_count


def eventually(condition, channel):
    for _ in range(100):
        if condition():
            return True
        channel.connection.sleep(0.05)
    return False


def send(channel, exchange, routing_key, subject):
    properties = BasicProperties(headers={"subject": subject}, delivery_mode=2)
    channel.basic_publish(exchange, routing_key, b"{}", properties)


def test_declaring_twice_changes_nothing(channel):
    topology = ld.publisher_topology("environment") + ld.inbox_topology("agriculture", HEARD)

    ld.declare(channel, topology)
    ld.declare(channel, topology)

    assert depth(channel, "agriculture.inbox.1") == 0


def test_departments_may_start_in_any_order(channel):
    ld.declare(channel, ld.inbox_topology("agriculture", HEARD))
    ld.declare(channel, ld.publisher_topology("environment"))

    send(channel, "environment.events", "plot.registered.v1", "140728-0007")

    assert eventually(lambda: depth(channel, "agriculture.inbox.1") == 1, channel)


def test_what_an_operator_made_is_left_alone_by_who_may_not_make_it(broker, amqp_url, channel):
    """A user without rights to shared objects or its binding declares only its own part."""
    vhost, password = amqp_url.rpartition("/")[2], "s3cret-for-this-test"
    ld.declare(channel, ld.publisher_topology("environment"))
    broker.ctl("add_user", f"reader-{vhost}", password)
    own = r"^agriculture\."
    broker.ctl(
        "set_permissions", "-p", vhost, f"reader-{vhost}", own, own, rf"{own}|^environment\.events$"
    )
    address = broker.url(vhost).replace("liandong:", f"reader-{vhost}:")
    address = address.replace(broker.identity.password, password)

    with ld.connect(address, name="test") as connection:
        ld.declare(connection.channel(), ld.inbox_topology("agriculture", HEARD))

        with pytest.raises(ld.TopologyMismatch, match="grant the permission") as mismatch:
            ld.declare(connection.channel(), ld.publisher_topology("agricultural_bank"))

    assert mismatch.value.name == "agricultural_bank.events"


def test_what_nobody_hears_is_kept(channel):
    ld.declare(channel, ld.publisher_topology("environment"))

    send(channel, "environment.events", "plot.registered.v1", "140728-0007")

    assert eventually(lambda: depth(channel, "unheard") == 1, channel)


def test_all_events_of_a_subject_lie_in_one_queue(channel):
    queues = ld.inbox_queues_of("agriculture", 3)
    ld.declare(channel, ld.inbox_topology("agriculture", HEARD, partitions=3))

    for _ in range(20):
        send(channel, "environment.events", "plot.registered.v1", "140728-0007")

    assert eventually(lambda: sum(depth(channel, queue) for queue in queues) == 20, channel)
    assert sorted(depth(channel, queue) for queue in queues) == [0, 0, 20]


def test_subjects_are_spread_over_the_queues(channel):
    queues = ld.inbox_queues_of("agriculture", 2)
    ld.declare(channel, ld.inbox_topology("agriculture", HEARD, partitions=2))

    for number in range(100):
        send(channel, "environment.events", "plot.registered.v1", f"140728-{number:04}")

    assert eventually(lambda: sum(depth(channel, queue) for queue in queues) == 100, channel)
    assert all(depth(channel, queue) > 10 for queue in queues)


def test_a_queue_that_exists_otherwise_is_named_with_a_remedy(channel):
    ld.declare(channel, ld.inbox_topology("agriculture", HEARD, delivery_limit=5))

    with pytest.raises(ld.TopologyMismatch, match="x-delivery-limit") as mismatch:
        ld.declare(channel, ld.inbox_topology("agriculture", HEARD, delivery_limit=6))

    assert mismatch.value.name == "agriculture.inbox.1"
    assert "delete it" in mismatch.value.remedy


def test_an_unknown_kind_of_exchange_points_to_the_plugin(channel):
    with pytest.raises(ld.TopologyMismatch, match="rabbitmq-plugins enable"):
        ld.declare(channel, ld.Topology(exchanges=(Exchange("a.inbox", "x-unknown-hash"),)))


def test_a_binding_to_nothing_is_named(channel):
    nowhere = ld.Topology(
        queues=(Queue("agriculture.inbox.1"),),
        bindings=(ld.Binding("nobody.events", "agriculture.inbox.1", "plot.registered.v1"),),
    )

    with pytest.raises(ld.TopologyMismatch, match=r"nobody\.events"):
        ld.declare(channel, nowhere)


def test_definitions_make_the_same_as_declaring(broker, new_vhost, tmp_path):
    url = new_vhost()
    vhost = url.rpartition("/")[2]
    topology = ld.publisher_topology("environment") + ld.inbox_topology("agriculture", HEARD)
    file = tmp_path / "definitions.json"
    file.write_text(json.dumps(ld.as_definitions(topology, vhost)))

    broker.ctl("import_definitions", str(file))

    with ld.connect(url, name="test") as connection:
        channel = connection.channel()
        ld.declare(channel, topology)
        send(channel, "environment.events", "plot.registered.v1", "140728-0007")
        assert eventually(lambda: depth(channel, "agriculture.inbox.1") == 1, channel)
