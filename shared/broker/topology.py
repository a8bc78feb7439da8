"""The exchanges, queues and bindings of a department, derived from its subscriptions."""

from collections.abc import Iterator
from functools import cache

from liandong.amqp.topology import Topology, inbox_topology, publisher_topology
from shared.broker.inbox_layout import InboxLayout, new_queues
from shared.catalog.catalog import department_names, load_service, partner_names, publishers_of
from shared.catalog.partners import partner_subscriptions
from shared.catalog.subscriptions import subscriptions_of
from shared.messages.declare import meta_of

INITIAL_LAYOUT = InboxLayout()


def bindings_of(department: str) -> list[tuple[str, str]]:
    """List the (publisher, routing key) pairs to which a department subscribes."""
    taken = subscriptions_of(load_service(department)).values()
    return sorted(
        (publisher, meta_of(event).topic(department))
        for event, _ in taken
        for publisher in publishers_of(event)
    )


@cache
def bound_topics_of(name: str) -> tuple[tuple[str, str], ...]:
    """List the (publisher, routing key) pairs that a department binds, or a partner may bind."""
    if name in partner_names():
        return tuple(sorted(partner_subscriptions(name)))
    return tuple(bindings_of(name))


@cache
def subscribers_of(publisher: str) -> tuple[str, ...]:
    """List the subscribers of a publisher, which may thus request resends from it."""
    voices = (*department_names(), *partner_names())
    return tuple(who for who in voices if publisher in {heard for heard, _ in bound_topics_of(who)})


@cache
def subscribed_publishers(name: str) -> frozenset[str]:
    """Return the publishers to which a department subscribes; none for any other name."""
    if name not in department_names():
        return frozenset()
    return frozenset(publisher for publisher, _ in bound_topics_of(name))


def topologies(department: str, layout: InboxLayout = INITIAL_LAYOUT) -> Iterator[Topology]:
    """Describe a department's exchange and its inbox by the layout; publishers' exchanges, too.

    While the layout changes, only the new generation is described: the old one exists already.
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


def inbox_queues(department: str, layout: InboxLayout = INITIAL_LAYOUT) -> tuple[str, ...]:
    """Return the queues of a department's inbox."""
    return new_queues(department, layout)
