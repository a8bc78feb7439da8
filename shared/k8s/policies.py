"""Network policies: all traffic is denied by default; these open the routes of the contracts."""

from collections.abc import Iterable
from typing import Any

from shared.catalog.catalog import department_names
from shared.k8s.content_routes import fetchers_of, sources_of
from shared.k8s.names import (
    AMQPS_PORT,
    BROKER,
    HTTP_PORT,
    PLATFORM,
    STORE,
    STORE_PORT,
    namespace_of,
)

Manifest = dict[str, Any]
ROLE = "liandong.cn/role"
API, WORKER, PREPARE, BACKUP = "api", "worker", "prepare", "backup"
"""Roles of a department's pods; only `worker` and `prepare` connect to the broker."""
INGRESS = "ingress-nginx"
MONITORING = "monitoring"


def of_department(department: str) -> list[Manifest]:
    """Return the policies of a department's namespace; default deny and DNS are in the base."""
    fetchers, sources = fetchers_of(department), sources_of(department)
    to_store = _rule(_platform(STORE), STORE_PORT)
    to_broker = _rule(_platform(BROKER), AMQPS_PORT)
    to_sources = [_rule(_pods(namespace_of(name), API), HTTP_PORT) for name in sources]
    from_fetchers = [_rule(_pods(namespace_of(name), WORKER), HTTP_PORT) for name in fetchers]
    people = _rule(_namespace(INGRESS), HTTP_PORT)
    measuring = _rule(_namespace(MONITORING), HTTP_PORT)
    return [
        _policy("api", (API,), [people, measuring, *from_fetchers], [to_store]),
        _policy("worker", (WORKER,), [measuring], [to_store, to_broker, *to_sources]),
        _policy("prepare", (PREPARE,), [], [to_store, to_broker]),
        _policy("backup", (BACKUP,), [], [to_store]),
    ]


def of_platform() -> list[Manifest]:
    """Return the policies for access to broker and store; those between servers are handwritten."""
    spaces = [namespace_of(name) for name in department_names()]
    return [
        _server(BROKER, _rule(_pods_in(spaces, (WORKER, PREPARE)), AMQPS_PORT)),
        _server(STORE, _rule(_pods_in(spaces, (API, WORKER, PREPARE, BACKUP)), STORE_PORT)),
    ]


def _policy(name: str, roles: Iterable[str], ways_in: list[Any], ways_out: list[Any]) -> Manifest:
    spec: Manifest = {"podSelector": _roles(roles), "policyTypes": ["Ingress", "Egress"]}
    rules = {"ingress": _rules(ways_in, "from"), "egress": _rules(ways_out, "to")}
    return _manifest(name, spec | {way: listed for way, listed in rules.items() if listed})


def _server(name: str, way: tuple[Manifest, int]) -> Manifest:
    selector = {"matchLabels": {"app.kubernetes.io/name": name}}
    spec = {"podSelector": selector, "policyTypes": ["Ingress"], "ingress": _rules([way], "from")}
    return _manifest(f"{name}-departments", spec)


def _manifest(name: str, spec: Manifest) -> Manifest:
    kind = {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy"}
    return {**kind, "metadata": {"name": name}, "spec": spec}


def _rule(peer: Manifest, port: int) -> tuple[Manifest, int]:
    return peer, port


def _rules(ways: Iterable[tuple[Manifest, int]], side: str) -> list[Manifest]:
    return [{side: [peer], "ports": [{"protocol": "TCP", "port": port}]} for peer, port in ways]


def _namespace(name: str) -> Manifest:
    return {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": name}}}


def _pods(namespace: str, role: str) -> Manifest:
    return {**_namespace(namespace), "podSelector": _roles((role,))}


def _platform(server: str) -> Manifest:
    selector = {"matchLabels": {"app.kubernetes.io/name": server}}
    return {**_namespace(PLATFORM), "podSelector": selector}


def _pods_in(namespaces: list[str], roles: Iterable[str]) -> Manifest:
    name = {"key": "kubernetes.io/metadata.name", "operator": "In", "values": namespaces}
    return {
        "namespaceSelector": {"matchExpressions": [name]},
        "podSelector": _roles(roles),
    }


def _roles(roles: Iterable[str]) -> Manifest:
    listed = list(roles)
    if len(listed) == 1:
        return {"matchLabels": {ROLE: listed[0]}}
    return {"matchExpressions": [{"key": ROLE, "operator": "In", "values": listed}]}
