"""What a private broker needs so that Prometheus can ask it."""

from shared.local.broker.node import HASH_EXCHANGE
from shared.local.ports import LOOPBACK

PLUGIN = "rabbitmq_prometheus"


def broker_metrics(port: int | None) -> tuple[list[str], list[str]]:
    """Give the plugins of a broker and further settings, with its metrics at a port if one is."""
    if port is None:
        return [HASH_EXCHANGE], []
    listen = [f"prometheus.tcp.ip = {LOOPBACK}", f"prometheus.tcp.port = {port}"]
    return [HASH_EXCHANGE, PLUGIN], listen
