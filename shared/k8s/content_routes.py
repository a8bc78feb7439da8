"""Pairs of departments between which contents of large events are fetched, by the contracts."""

from shared.broker.topology import bound_topics_of, subscribers_of
from shared.catalog.catalog import department_names


def sources_of(department: str) -> tuple[str, ...]:
    """List the departments of this cluster to whose events a department subscribes."""
    heard = {publisher for publisher, _ in bound_topics_of(department)}
    return tuple(name for name in department_names() if name in heard - {department})


def fetchers_of(publisher: str) -> tuple[str, ...]:
    """List the departments of this cluster that subscribe to a publisher."""
    hearers = set(subscribers_of(publisher)) - {publisher}
    return tuple(name for name in department_names() if name in hearers)
