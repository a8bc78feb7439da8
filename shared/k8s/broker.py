"""The broker's users, rights, exchanges and policies as resources of the topology operator.

They include inboxes and quarantines, without bindings to events: departments bind at their start.
The operator would otherwise bind an inbox generation that its department has left.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from liandong.amqp.topology_model import Binding, Exchange, Queue
from shared.broker.permissions import grants, operator_topology
from shared.broker.policies import policies
from shared.k8s.names import BROKER, CITY, SCALER, dns_label

SERIES = "4.2"
"""The RabbitMQ series whose policies apply, as in docker-compose.yml."""
Manifest = dict[str, Any]


def broker_resources() -> list[Manifest]:
    """Return all resources; queues and the virtual host are retained if theirs are deleted."""
    keeping = {"deletionPolicy": "retain"}
    topology = operator_topology()
    vhost = {"name": CITY, "defaultQueueType": "quorum"}
    return [
        _resource("Vhost", "city", vhost | keeping),
        *(_exchange(exchange) for exchange in topology.exchanges),
        *(_queue(queue, keeping) for queue in topology.queues),
        *(_binding(binding) for binding in topology.bindings),
        *(_broker_policy(policy) for policy in policies(SERIES, CITY)),
        *_users(),
        *_scaler(),
    ]


def _exchange(at: Exchange) -> Manifest:
    spec = {"name": at.name, "type": at.type, "durable": True, **_arguments(at.arguments)}
    return _resource("Exchange", dns_label(at.name), _in_city(spec))


def _queue(at: Queue, keeping: Manifest) -> Manifest:
    kind, rest = at.arguments["x-queue-type"], dict(at.arguments)
    del rest["x-queue-type"]
    spec = {"name": at.name, "type": kind, "durable": True, **_arguments(rest), **keeping}
    return _resource("Queue", dns_label(at.name), _in_city(spec))


def _binding(at: Binding) -> Manifest:
    kind = "exchange" if at.to_exchange else "queue"
    spec = {"source": at.source, "destination": at.destination, "destinationType": kind}
    if at.routing_key:
        spec["routingKey"] = at.routing_key
    name = f"{dns_label(at.source)}-{dns_label(at.destination)}"
    return _resource("Binding", name, _in_city(spec))


def _broker_policy(at: Mapping[str, Any]) -> Manifest:
    names = ("name", "pattern", "priority", "definition")
    spec = {name: at[name] for name in names} | {"applyTo": at["apply-to"]}
    return _resource("Policy", at["name"], _in_city(spec))


def _users() -> Iterator[Manifest]:
    for grant in grants():
        name = dns_label(grant.user)
        yield _resource("User", name, {"importCredentialsSecret": {"name": f"broker-{name}"}})
        rights = {"configure": grant.configure, "write": grant.write, "read": grant.read}
        yield _resource("Permission", name, _in_city({"user": grant.user, "permissions": rights}))
        for topic in grant.topics:
            may = {"exchange": topic.exchange, "write": topic.write, "read": topic.read}
            spec = _in_city({"user": grant.user, "permissions": may})
            yield _resource("TopicPermission", f"{name}-{dns_label(topic.exchange)}", spec)


def _scaler() -> Iterator[Manifest]:
    """Yield the autoscaler's user, which may read queue lengths and nothing else."""
    secret = {"name": f"broker-{SCALER}"}
    yield _resource("User", SCALER, {"tags": ["monitoring"], "importCredentialsSecret": secret})
    none = {"configure": "^$", "write": "^$", "read": "^$"}
    yield _resource("Permission", SCALER, _in_city({"user": SCALER, "permissions": none}))


def _arguments(given: Mapping[str, Any]) -> Manifest:
    return {"arguments": dict(given)} if given else {}


def _in_city(spec: Manifest) -> Manifest:
    return {**spec, "vhost": CITY}


def _resource(kind: str, name: str, spec: Manifest) -> Manifest:
    return {
        "apiVersion": "rabbitmq.com/v1beta1",
        "kind": kind,
        "metadata": {"name": name},
        "spec": {**spec, "rabbitmqClusterReference": {"name": BROKER}},
    }
