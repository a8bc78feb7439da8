"""Prometheus plugin of a private broker."""

from shared.local.broker.node import HASH_EXCHANGE
from shared.local.ports import LOOPBACK

PLUGIN = "rabbitmq_prometheus"


def broker_metrics(port: int | None) -> tuple[list[str], list[str]]:
    """Return plugins and extra settings; with a `port` the broker exports its metrics there."""
    if port is None:
        return [HASH_EXCHANGE], []
    listen = [f"prometheus.tcp.ip = {LOOPBACK}", f"prometheus.tcp.port = {port}"]
    return [HASH_EXCHANGE, PLUGIN], listen
