"""A topology and who may use it, written as RabbitMQ definitions for an operator to import."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from liandong.amqp.topology_model import Topology

HASHING = "rabbit_password_hashing_sha256"


@dataclass(frozen=True, slots=True)
class TopicGrant:
    """Which routing keys a user may publish to a topic exchange, and bind from it: expressions.

    RabbitMQ lets a user without such an entry use every routing key of an exchange that he may
    write to or read from. So each exchange in a grant's `write` or `read` needs an entry.
    """

    exchange: str
    write: str
    read: str


@dataclass(frozen=True, slots=True)
class Grant:
    """What one user may configure, write to and read from: regular expressions over names."""

    user: str
    configure: str
    write: str
    read: str
    topics: tuple[TopicGrant, ...] = ()


def as_definitions(
    topology: Topology,
    vhost: str,
    grants: Iterable[Grant] = (),
    hashes: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Write the topology as RabbitMQ definitions, to be imported by an operator.

    With `grants`, the users and their permissions too. `hashes` gives each user's password as
    RabbitMQ's salted SHA-256; a user that is missing there is written as a placeholder, which the
    broker refuses to import.
    """
    granted = tuple(grants)
    users = _users(granted, hashes or {}, vhost) if granted else {}
    return {
        "vhosts": [{"name": vhost}],
        **users,
        "exchanges": [
            {
                "name": exchange.name,
                "vhost": vhost,
                "type": exchange.type,
                "durable": True,
                "auto_delete": False,
                "internal": False,
                "arguments": dict(exchange.arguments),
            }
            for exchange in topology.exchanges
        ],
        "queues": [
            {
                "name": queue.name,
                "vhost": vhost,
                "durable": True,
                "auto_delete": False,
                "arguments": dict(queue.arguments),
            }
            for queue in topology.queues
        ],
        "bindings": [
            {
                "source": binding.source,
                "vhost": vhost,
                "destination": binding.destination,
                "destination_type": "exchange" if binding.to_exchange else "queue",
                "routing_key": binding.routing_key,
                "arguments": {},
            }
            for binding in topology.bindings
        ],
    }


def placeholder(user: str) -> str:
    """Name what must be replaced by the hash of a user's password before the import."""
    return f"${{password_hash:{user}}}"


def _users(grants: tuple[Grant, ...], hashes: Mapping[str, str], vhost: str) -> dict[str, Any]:
    return {
        "users": [
            {
                "name": grant.user,
                "password_hash": hashes.get(grant.user, placeholder(grant.user)),
                "hashing_algorithm": HASHING,
                "tags": [],
            }
            for grant in grants
        ],
        "permissions": [
            {
                "user": grant.user,
                "vhost": vhost,
                "configure": grant.configure,
                "write": grant.write,
                "read": grant.read,
            }
            for grant in grants
        ],
        "topic_permissions": [
            {
                "user": grant.user,
                "vhost": vhost,
                "exchange": topic.exchange,
                "write": topic.write,
                "read": topic.read,
            }
            for grant in grants
            for topic in grant.topics
        ],
    }
