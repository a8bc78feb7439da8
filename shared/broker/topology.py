"""Which exchanges and queues a department needs, read from its subscriptions."""

from collections.abc import Iterator
from functools import cache

from liandong.amqp.topology import Topology, inbox_topology, publisher_topology
from shared.broker.inbox_layout import InboxLayout, new_queues
from shared.catalog.catalog import department_names, partner_names, publishers_of, service_of
from shared.catalog.partners import partner_subscriptions
from shared.catalog.subscriptions import subscriptions_of
from shared.messages.declare import meta_of

STABLE = InboxLayout()


def bindings_of(department: str) -> list[tuple[str, str]]:
    """List what a department hears: publisher and routing key."""
    taken = subscriptions_of(service_of(department)).values()
    return sorted(
        (publisher, meta_of(event).topic(department))
        for event, _ in taken
        for publisher in publishers_of(event)
    )


@cache
def bound_topics_of(name: str) -> tuple[tuple[str, str], ...]:
    """List what a department hears, or a partner may hear: publisher and routing key."""
    if name in partner_names():
        return tuple(sorted(partner_subscriptions(name)))
    return tuple(bindings_of(name))


@cache
def subscribers_of(publisher: str) -> tuple[str, ...]:
    """List who hears a publisher, and so may ask it to send an event again."""
    voices = (*department_names(), *partner_names())
    return tuple(who for who in voices if publisher in {heard for heard, _ in bound_topics_of(who)})


@cache
def publishers_heard(name: str) -> frozenset[str]:
    """List whom a department hears; nobody for a name that is no department's."""
    if name not in department_names():
        return frozenset()
    return frozenset(publisher for publisher, _ in bound_topics_of(name))


def topologies(department: str, layout: InboxLayout = STABLE) -> Iterator[Topology]:
    """Describe its own exchange, and its inbox as it stands; those of others are made if missing.

    While an inbox moves to another generation, only the new one: the old one exists already.
    """
    yield publisher_topology(department)
    yield inbox_topology(
        department,
        bindings_of(department),
        layout.partitions,
        askers=subscribers_of(department),
        answers=True,
        generation=layout.generation,
    )


def inbox_queues(department: str, layout: InboxLayout = STABLE) -> tuple[str, ...]:
    """Name the queues of its inbox."""
    return new_queues(department, layout)
