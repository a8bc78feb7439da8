"""The topology as values: a department's exchanges and queues, and the operator's definitions."""

from liandong import as_definitions, inbox_queues_of, inbox_topology, publisher_topology
from liandong.amqp.topology import Binding, inbox_of, request_key, resent_key

TO_AGRICULTURE = [("environment", "plot.registered.v1"), ("public_security", "case.filed.v1")]


def test_what_nobody_hears_is_kept():
    topology = publisher_topology("environment")

    events = next(made for made in topology.exchanges if made.name == "environment.events")
    assert events.type == "topic"
    assert events.arguments == {"alternate-exchange": "unheard"}
    assert Binding("unheard", "unheard") in topology.bindings


def test_every_inbox_queue_keeps_order_and_loses_nothing():
    topology = inbox_topology("agriculture", TO_AGRICULTURE, partitions=2, delivery_limit=7)

    inbox = [queue for queue in topology.queues if queue.name.startswith("agriculture.inbox.")]
    assert [queue.name for queue in inbox] == inbox_queues_of("agriculture", 2)
    for queue in inbox:
        assert queue.arguments == {
            "x-queue-type": "quorum",
            "x-single-active-consumer": True,
            "x-dead-letter-exchange": "agriculture.quarantine",
            "x-dead-letter-strategy": "at-least-once",
            "x-overflow": "reject-publish",
            "x-delivery-limit": 7,
        }


def test_all_queues_are_quorum_queues_with_a_delivery_limit():
    topology = publisher_topology("environment") + inbox_topology("agriculture", TO_AGRICULTURE)

    for queue in topology.queues:
        assert queue.arguments["x-queue-type"] == "quorum"
        assert queue.arguments["x-delivery-limit"] > 0


def heard(topology, inbox="agriculture.inbox"):
    return [
        (binding.source, binding.routing_key)
        for binding in topology.bindings
        if binding.to_exchange and binding.destination == inbox
    ]


def test_subscriptions_become_bindings_to_the_inbox_and_so_does_what_is_sent_again():
    topology = inbox_topology("agriculture", TO_AGRICULTURE)

    assert heard(topology) == [
        ("environment.events", "plot.registered.v1"),
        ("environment.events", "resent.agriculture"),
        ("public_security.events", "case.filed.v1"),
        ("public_security.events", "resent.agriculture"),
    ]


def test_a_publisher_hears_what_its_subscribers_ask_for():
    topology = inbox_topology("agriculture", TO_AGRICULTURE, askers=("coordination", "environment"))

    asked = [binding for binding in heard(topology) if binding[1] == request_key("agriculture")]
    assert asked == [
        ("coordination.events", "resend.requested.v1.agriculture"),
        ("environment.events", "resend.requested.v1.agriculture"),
    ]
    assert "coordination.events" in {made.name for made in topology.exchanges}


def test_the_topics_of_asking_and_answering_name_whom_they_are_for():
    assert request_key("environment") == "resend.requested.v1.environment"
    assert resent_key("agriculture") == "resent.agriculture"


def test_the_next_generation_has_an_exchange_and_queues_of_its_own_and_one_quarantine():
    first = inbox_topology("agriculture", TO_AGRICULTURE)
    second = inbox_topology("agriculture", TO_AGRICULTURE, partitions=2, generation=2)

    assert inbox_of("agriculture", 2) == "agriculture.inbox.g2"
    assert inbox_queues_of("agriculture", 2, 2) == [
        "agriculture.inbox.g2.1",
        "agriculture.inbox.g2.2",
    ]
    assert heard(second, "agriculture.inbox.g2") == heard(first)
    shared = {queue.name for queue in first.queues} & {queue.name for queue in second.queues}
    assert shared == {"unheard", "agriculture.quarantine"}


def test_what_several_need_is_there_once():
    heard_by_itself = inbox_topology("environment", [("environment", "plot.registered.v1")])

    for topology in (
        heard_by_itself + publisher_topology("environment"),
        publisher_topology("environment") + heard_by_itself,
    ):
        assert len({made.name for made in topology.exchanges}) == len(topology.exchanges)
        assert len({made.name for made in topology.queues}) == len(topology.queues)
        assert len(set(topology.bindings)) == len(topology.bindings)


def test_exchanges_of_events_are_common_so_that_an_operator_may_keep_them():
    topology = publisher_topology("environment")

    assert {made.name for made in topology.exchanges if made.common} == {
        "environment.events",
        "unheard",
    }


def test_definitions_name_everything_in_its_virtual_host():
    topology = inbox_topology("agriculture", TO_AGRICULTURE)

    definitions = as_definitions(topology, "140700")

    assert definitions["vhosts"] == [{"name": "140700"}]
    assert {
        made["vhost"] for kind in ("exchanges", "queues", "bindings") for made in definitions[kind]
    } == {"140700"}
    assert len(definitions["queues"]) == len(topology.queues)
