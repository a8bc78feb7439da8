"""A topology, its users and their permissions as RabbitMQ definitions, which operators import."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from liandong.amqp.topology_model import Topology

HASHING = "rabbit_password_hashing_sha256"


@dataclass(frozen=True, slots=True)
class TopicGrant:
    """A topic permission: regular expressions over the routing keys of one topic exchange.

    `write` limits the keys to publish with, `read` those to bind with. Without such an entry
    RabbitMQ allows every routing key of an exchange that the user may write to or read from. So
    each exchange in a grant's `write` or `read` needs an entry.
    """

    exchange: str
    write: str
    read: str


@dataclass(frozen=True, slots=True)
class Grant:
    """The permissions of one user: regular expressions over the names of exchanges and queues."""

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
    """Return the topology as RabbitMQ definitions, for an operator to import.

    `grants` adds the users and their permissions. `hashes` maps a user to the password's hash in
    RabbitMQ's salted SHA-256 form; a user without one gets a placeholder, which the broker refuses
    to import.
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
    """Return the placeholder to replace by the hash of a user's password before the import."""
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
