"""The broker's policies by RabbitMQ version: settings that can change without a new queue.

Arguments of a queue are fixed at its declaration; a policy can only lower an argument's limit,
since RabbitMQ applies the smaller of both. An operator may change a policy at any time.
"""

from typing import Any

from liandong.amqp.topology import DELIVERY_LIMIT, UNHEARD

VERSIONS = ("3.10", "3.13", "4.2", "4.3")
INBOX_QUEUES = r"\.inbox(\.g[0-9]+)?\.[0-9]+$"
INBOX_EXCHANGES = r"\.inbox(\.g[0-9]+)?$"
TERMINAL_QUEUES = rf"(^{UNHEARD}|\.quarantine)$"
INBOX_BYTES = 4_000_000_000
CLUSTER = 3
ANYTHING, LAST = ".*", -1  # queues of any kind, where no other policy applies


class UnknownBrokerVersionError(Exception):
    """There are no policies for this version of RabbitMQ."""

    def __init__(self, version: str) -> None:
        super().__init__(f"no policies for RabbitMQ {version!r}; there are: {', '.join(VERSIONS)}")


def policies(version: str, vhost: str) -> list[dict[str, Any]]:
    """Return the policies as definitions; `UnknownBrokerVersionError` lists the versions."""
    if version not in VERSIONS:
        raise UnknownBrokerVersionError(version)
    queues = "queues" if _parse_version(version) < (3, 12) else "quorum_queues"
    # Without it, RabbitMQ 3.13 and 4 never add replicas to those a queue was declared with.
    members = {"target-group-size": CLUSTER} if _parse_version(version) >= (3, 13) else {}
    limits = {
        "delivery-limit": DELIVERY_LIMIT,
        "max-length-bytes": INBOX_BYTES,
        "overflow": "reject-publish",
        "dead-letter-strategy": "at-least-once",
    }
    return [
        _policy(vhost, "inbox", INBOX_QUEUES, queues, limits | members),
        _policy(
            vhost, "terminal", TERMINAL_QUEUES, queues, {"overflow": "reject-publish"} | members
        ),
        _policy(vhost, "other", ANYTHING, "queues", {"max-length-bytes": INBOX_BYTES}, LAST),
        _policy(vhost, "unheard", INBOX_EXCHANGES, "exchanges", {"alternate-exchange": UNHEARD}),
    ]


def _policy(
    vhost: str,
    name: str,
    pattern: str,
    what: str,
    definition: dict[str, Any],
    priority: int = 0,
) -> dict[str, Any]:
    return {
        "vhost": vhost,
        "name": name,
        "pattern": pattern,
        "apply-to": what,
        "priority": priority,
        "definition": definition,
    }


def _parse_version(version: str) -> tuple[int, int]:
    major, minor = version.split(".")
    return int(major), int(minor)
