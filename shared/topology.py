"""Which exchanges and queues a department needs, read from its subscriptions."""

from collections.abc import Iterator

from liandong.topology import Topology, inbox_of, inbox_topology, publisher_topology
from shared.catalog import publishers_of, service_of
from shared.message import meta_of
from shared.subscribe import subscriptions_of

PARTITIONS = 1


def bindings_of(department: str) -> list[tuple[str, str]]:
    """List what a department hears: publisher and routing key."""
    taken = subscriptions_of(service_of(department)).values()
    return sorted(
        (publisher, meta_of(event).topic(department))
        for event, _ in taken
        for publisher in publishers_of(event)
    )


def topologies(department: str) -> Iterator[Topology]:
    """Describe its own exchange, those that it listens to, and its inbox."""
    bindings = bindings_of(department)
    for publisher in dict.fromkeys((department, *(publisher for publisher, _ in bindings))):
        yield publisher_topology(publisher)
    yield inbox_topology(department, bindings, PARTITIONS)


def inbox_queues(department: str) -> tuple[str, ...]:
    """Name the queues of its inbox."""
    return tuple(f"{inbox_of(department)}.{number}" for number in range(1, PARTITIONS + 1))
