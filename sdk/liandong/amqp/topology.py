"""The exchanges, queues and bindings of a department: its events, inbox and quarantine."""

from collections.abc import Iterable
from typing import Any

from liandong.amqp.declare import declare
from liandong.amqp.definitions import Grant, TopicGrant, as_definitions
from liandong.amqp.topology_model import Binding, Exchange, Queue, Topology

__all__ = [
    "Binding",
    "Exchange",
    "Grant",
    "Queue",
    "TopicGrant",
    "Topology",
    "answer_key",
    "as_definitions",
    "declare",
    "exchange_of",
    "inbox_of",
    "inbox_queues_of",
    "inbox_topology",
    "publisher_topology",
    "quarantine_of",
    "refusal_key",
    "request_key",
    "resent_key",
]

UNHEARD = "unheard"
SUBJECT_HEADER = "subject"
DELIVERY_LIMIT = 60  # a lost connection adds one to the count of every prefetched message
KEPT = 1_000_000  # deliveries; RabbitMQ 4 would drop a message after 20, 3.10 has no "unlimited"


def exchange_of(department: str) -> str:
    """Return the name of the exchange that a department publishes to."""
    return f"{department}.events"


def inbox_of(department: str, generation: int = 1) -> str:
    """Return the name of the exchange in front of a department's inbox queues.

    >>> inbox_of("agriculture"), inbox_of("agriculture", generation=2)
    ('agriculture.inbox', 'agriculture.inbox.g2')
    """
    return f"{department}.inbox" if generation == 1 else f"{department}.inbox.g{generation}"


def inbox_queues_of(department: str, partitions: int = 1, generation: int = 1) -> list[str]:
    """Return the names of a department's inbox queues, one per partition, in order."""
    inbox = inbox_of(department, generation)
    return [f"{inbox}.{number}" for number in range(1, partitions + 1)]


def quarantine_of(department: str) -> str:
    """Return the name of a department's quarantine: an exchange and a queue of that name."""
    return f"{department}.quarantine"


def request_key(publisher: str) -> str:
    """Return the routing key of a subscriber's request for missing events to a publisher."""
    return f"resend.requested.v1.{publisher}"


def resent_key(subscriber: str) -> str:
    """Return the routing key by which a publisher resends events to one subscriber."""
    return f"resent.{subscriber}"


def answer_key(subscriber: str) -> str:
    """Return the routing key of a publisher's answer that it has no such events."""
    return f"resend.answered.v1.{subscriber}"


def refusal_key(publisher: str) -> str:
    """Return the routing key of a receiver's notice to a publisher of a refused event."""
    return f"event.refused.v1.{publisher}"


def publisher_topology(department: str) -> Topology:
    """Describe a department's event exchange and the queue of events without a subscriber.

    Both are common: a user with the permission to delete an event exchange could cut off all its
    subscribers, so an operator creates it, and a department only if it is missing.
    """
    return _unheard() + Topology(exchanges=(_events(department),))


def inbox_topology(
    department: str,
    subscriptions: Iterable[tuple[str, str]],
    partitions: int = 1,
    delivery_limit: int = DELIVERY_LIMIT,
    *,
    askers: Iterable[str] = (),
    answers: bool = False,
    generation: int = 1,
) -> Topology:
    """Describe a department's inbox, subscribed to `(publisher, routing key)` pairs.

    The inbox also receives events that the publishers resend to this department, and the resend
    requests and refusals of `askers`, its own subscribers; with `answers`, also the publishers'
    answers that a requested event does not exist. Order is kept per subject for any number of
    partitions; to change that number, move to the next generation. The publishers' exchanges are
    declared too: departments may start in any order.
    """
    wanted = _bindings_wanted(department, subscriptions, askers, answers=answers)
    inbox, quarantine = inbox_of(department, generation), quarantine_of(department)
    names = inbox_queues_of(department, partitions, generation)
    return _unheard() + Topology(
        exchanges=(
            *(_events(voice) for voice in sorted({voice for voice, _ in wanted})),
            Exchange(inbox, "x-consistent-hash", {"hash-header": SUBJECT_HEADER}),
            Exchange(quarantine, "fanout"),
        ),
        queues=(
            Queue(quarantine, {"x-queue-type": "quorum", "x-delivery-limit": KEPT}),
            *(Queue(name, _inbox_arguments(quarantine, delivery_limit)) for name in names),
        ),
        bindings=(
            Binding(quarantine, quarantine),
            *(Binding(inbox, name, routing_key="1") for name in names),
            *(Binding(exchange_of(who), inbox, key, to_exchange=True) for who, key in wanted),
        ),
    )


def _bindings_wanted(
    department: str,
    subscriptions: Iterable[tuple[str, str]],
    askers: Iterable[str],
    *,
    answers: bool,
) -> list[tuple[str, str]]:
    heard = set(subscriptions)
    publishers = {publisher for publisher, _ in heard}
    keys = {resent_key(department), *([answer_key(department)] if answers else ())}
    own = {request_key(department), refusal_key(department)}
    told = {(publisher, key) for publisher in publishers for key in keys}
    return sorted(heard | told | {(asker, key) for asker in askers for key in own})


def _unheard() -> Topology:
    """Describe the exchange and queue that receive events without a subscriber."""
    return Topology(
        exchanges=(Exchange(UNHEARD, "fanout", common=True),),
        queues=(Queue(UNHEARD, {"x-queue-type": "quorum", "x-delivery-limit": KEPT}, common=True),),
        bindings=(Binding(UNHEARD, UNHEARD),),
    )


def _events(department: str) -> Exchange:
    alternate = {"alternate-exchange": UNHEARD}
    return Exchange(exchange_of(department), "topic", alternate, common=True)


def _inbox_arguments(quarantine: str, delivery_limit: int) -> dict[str, Any]:
    return {
        "x-queue-type": "quorum",
        "x-single-active-consumer": True,
        "x-dead-letter-exchange": quarantine,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",  # required for at-least-once dead-lettering
        "x-delivery-limit": delivery_limit,
    }
