"""The topology as values: what a department gets, and how it is written down for an operator."""

from liandong import as_definitions, inbox_queues_of, inbox_topology, publisher_topology
from liandong.topology import Binding

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


def test_subscriptions_become_bindings_to_the_inbox():
    topology = inbox_topology("agriculture", TO_AGRICULTURE)

    subscribed = [binding for binding in topology.bindings if binding.to_exchange]
    assert subscribed == [
        Binding("environment.events", "agriculture.inbox", "plot.registered.v1", to_exchange=True),
        Binding("public_security.events", "agriculture.inbox", "case.filed.v1", to_exchange=True),
    ]


def test_an_exchange_of_ones_own_wins_over_the_same_one_of_a_subscription():
    heard = inbox_topology("environment", [("environment", "plot.registered.v1")])

    both = [
        heard + publisher_topology("environment"),
        publisher_topology("environment") + heard,
    ]

    for topology in both:
        events = [made for made in topology.exchanges if made.name == "environment.events"]
        assert [made.common for made in events] == [False]
        assert len({made.name for made in topology.exchanges}) == len(topology.exchanges)
        assert len({made.name for made in topology.queues}) == len(topology.queues)
        assert len(set(topology.bindings)) == len(topology.bindings)


def test_definitions_name_everything_in_its_virtual_host():
    topology = inbox_topology("agriculture", TO_AGRICULTURE)

    definitions = as_definitions(topology, "140700")

    assert definitions["vhosts"] == [{"name": "140700"}]
    assert {
        made["vhost"] for kind in ("exchanges", "queues", "bindings") for made in definitions[kind]
    } == {"140700"}
    assert len(definitions["queues"]) == len(topology.queues)
