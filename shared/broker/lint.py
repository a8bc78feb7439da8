"""Lints RabbitMQ definitions for anything that could lose, reorder, hide or leak a message.

Some rules do not apply where a message ends on purpose: `EXCEPTIONS` lists them with reasons.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from liandong.amqp.topology import UNHEARD
from shared.broker.limits import limit_faults
from shared.broker.policies import TERMINAL_QUEUES

QUORUM, AT_LEAST_ONCE, REJECT = "quorum", "at-least-once", "reject-publish"
QUEUE_KINDS = ("queues", "quorum_queues", "all")
EXCHANGE_KINDS = ("exchanges", "all")
EXCEPTIONS = {
    "quarantine queues and unheard": (
        "They are where a message ends: a dead-letter exchange behind them would lead nowhere, so"
        " they need neither it nor its strategy. They still need a delivery limit, or RabbitMQ 4"
        " drops a message after 20 deliveries."
    ),
    "quarantine exchanges and unheard": (
        "They are fanouts with one queue of the same name: no message can fail to match."
    ),
}

Definitions = Mapping[str, Any]


class LintFinding(NamedTuple):
    """One fault of a named object, with the setting that corrects it."""

    name: str
    fault: str


def lint(definitions: Definitions) -> list[LintFinding]:
    """List the faults of definitions; empty if they are correct."""
    return [
        *_queues(definitions),
        *_exchanges(definitions),
        *_users(definitions),
        *(LintFinding(*found) for found in limit_faults(definitions)),
    ]


def restrict_to_vhost(definitions: Definitions, vhost: str) -> dict[str, Any]:
    """Return the definitions of one virtual host, with all users."""
    parts = (
        "exchanges",
        "queues",
        "bindings",
        "policies",
        "permissions",
        "topic_permissions",
        "parameters",
    )
    kept = {
        part: [thing for thing in definitions.get(part, ()) if thing["vhost"] == vhost]
        for part in parts
    }
    users = list(definitions.get("users", ()))
    return {**kept, "users": users, "vhosts": [{"name": vhost}]}


def _queues(definitions: Definitions) -> Iterator[LintFinding]:
    for queue in definitions.get("queues", ()):
        rules = dict(_queue_rules(definitions, queue))
        for fault, holds in rules.items():
            if not holds:
                yield LintFinding(queue["name"], fault)


def _queue_rules(definitions: Definitions, queue: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    settings = _settings(definitions, queue, QUEUE_KINDS)
    yield "is no quorum queue: x-queue-type=quorum", settings.get("queue-type") == QUORUM
    yield "is not durable", bool(queue.get("durable"))
    limit = settings.get("delivery-limit")
    yield "has no delivery limit: x-delivery-limit", isinstance(limit, int) and limit > 0
    yield "drops what is too much: x-overflow=reject-publish", settings.get("overflow") == REJECT
    if _is_terminal(queue["name"]):
        yield (
            "is bound to nothing: its exchange leads nowhere",
            _has_binding(definitions, queue["name"]),
        )
        return
    target = settings.get("dead-letter-exchange")
    yield "has no dead-letter exchange: x-dead-letter-exchange", target is not None
    strategy = settings.get("dead-letter-strategy")
    yield "dead-letters at most once: x-dead-letter-strategy", strategy == AT_LEAST_ONCE
    yield (
        f"dead-letters to {target}, which leads to no queue",
        target is None or _has_route(definitions, target),
    )
    bytes_ = settings.get("max-length-bytes")
    yield "may fill the disk: max-length-bytes", isinstance(bytes_, int) and bytes_ > 0
    single = settings.get("single-active-consumer") is True
    yield "lets several consumers reorder: x-single-active-consumer=true", single


def _exchanges(definitions: Definitions) -> Iterator[LintFinding]:
    for exchange in definitions.get("exchanges", ()):
        name = exchange["name"]
        if name.startswith("amq.") or not name:
            continue
        if not exchange.get("durable"):
            yield LintFinding(name, "is not durable")
        settings = _settings(definitions, exchange, EXCHANGE_KINDS)
        alternate = settings.get("alternate-exchange")
        if _is_terminal(name) and exchange["type"] == "fanout":
            if not _has_route(definitions, name):
                yield LintFinding(name, "leads to no queue")
        elif alternate is None:
            yield LintFinding(name, "loses what nobody hears: alternate-exchange")
        elif not _has_route(definitions, alternate):
            yield LintFinding(name, f"has the alternate {alternate}, which leads to no queue")


def _users(definitions: Definitions) -> Iterator[LintFinding]:
    """Yield users without topic permission on a topic exchange: they may use any routing key."""
    topics = [
        definition["name"]
        for definition in definitions.get("exchanges", ())
        if definition["type"] == "topic"
    ]
    listed = {
        (entry["user"], entry["exchange"]) for entry in definitions.get("topic_permissions", ())
    }
    operators = {
        user["name"] for user in definitions.get("users", ()) if "administrator" in user["tags"]
    }
    for granted in definitions.get("permissions", ()):
        user = granted["user"]
        for exchange in topics:
            usable = any(_matches(granted[right], exchange) for right in ("write", "read"))
            if usable and user not in operators and (user, exchange) not in listed:
                yield LintFinding(exchange, f"is open to every topic for the user {user}")


def _settings(
    definitions: Definitions, thing: Mapping[str, Any], kinds: Sequence[str]
) -> dict[str, Any]:
    """Merge arguments with the policy that applies; of two numbers the smaller is in effect."""
    arguments = {key.removeprefix("x-"): value for key, value in thing.get("arguments", {}).items()}
    merged = dict(_policy_of(definitions, thing, kinds))
    for key, value in arguments.items():
        other = merged.get(key)
        both = isinstance(value, int) and isinstance(other, int)
        merged[key] = min(value, other) if both else value
    return merged


def _policy_of(
    definitions: Definitions, thing: Mapping[str, Any], kinds: Sequence[str]
) -> Mapping[str, Any]:
    found = [
        policy
        for policy in definitions.get("policies", ())
        if policy["apply-to"] in kinds
        and policy.get("vhost") == thing.get("vhost")
        and _matches(policy["pattern"], thing["name"])
    ]
    best = max(found, key=lambda policy: policy.get("priority", 0), default=None)
    return best["definition"] if best else {}


def _has_route(definitions: Definitions, exchange: str) -> bool:
    bindings = definitions.get("bindings", ())
    return any(binding["source"] == exchange for binding in bindings)


def _has_binding(definitions: Definitions, queue: str) -> bool:
    bindings = definitions.get("bindings", ())
    return any(binding["destination"] == queue for binding in bindings)


def _is_terminal(name: str) -> bool:
    return name == UNHEARD or _matches(TERMINAL_QUEUES, name)


def _matches(pattern: str, name: str) -> bool:
    r"""Match as RabbitMQ does; its `\z` is `\Z` in Python, and an empty pattern matches nothing."""
    return re.search(pattern.replace(r"\z", r"\Z") or "^$", name) is not None
