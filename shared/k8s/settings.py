"""Settings that differ by department: names, addresses, and the queries used for scaling."""

import re

import orjson

from liandong.amqp.topology import inbox_of
from shared.k8s.content_routes import sources_of
from shared.k8s.names import (
    AMQPS_PORT,
    BROKER_HOST,
    CITY,
    DOMAIN,
    api_address,
    dns_label,
)

AGE = (
    "histogram_quantile(0.95, sum by (le) "
    '(rate(liandong_act_to_effect_seconds_bucket{{department="{department}"}}[2m])))'
)


def settings_of(department: str) -> str:
    """Render a department's values as lines of NAME=value."""
    url = f"amqps://{department}:{{password}}@{BROKER_HOST}:{AMQPS_PORT}/{CITY}"
    values = {
        "department": department,
        "host": f"{dns_label(department)}.{DOMAIN}",
        "inbox": inbox_queues_pattern(department),
        "age": AGE.format(department=department),
        "LIANDONG_AMQP_URL": url,
    }
    return "".join(f"{name}={value}\n" for name, value in values.items())


def inbox_queues_pattern(department: str) -> str:
    """Return a regular expression that matches the inbox queues of all generations."""
    return rf"^{re.escape(inbox_of(department))}(\.g[0-9]+)?\.[0-9]+$"


def peers_of(department: str) -> str:
    """Render a department's `peers.json`: the addresses from which it fetches contents."""
    addresses = {name: api_address(name) for name in sources_of(department)}
    return orjson.dumps(addresses, option=orjson.OPT_INDENT_2).decode() + "\n"
