"""Resource limits on the broker, per user and per city (virtual host).

They leave room for ten processes of each department; an operator may change them at any time.
"""

from collections.abc import Iterator, Mapping
from typing import Any

USER_LIMITS = {"max-connections": 64, "max-channels": 512}
CITY_LIMITS = {"max-connections": 1_000, "max-queues": 1_000}
CHANNELS_OF_A_CONNECTION = 64
LARGEST_MESSAGE = 12 * 1024 * 1024  # fits content of 10 MiB, and fits into a store document
SETTINGS = (
    f"max_message_size = {LARGEST_MESSAGE}",
    f"channel_max = {CHANNELS_OF_A_CONNECTION}",
)
COMPONENT, NAME = "vhost-limits", "limits"
NO_NAME = ("", "^$")


def with_limits(made: dict[str, Any], vhost: str) -> dict[str, Any]:
    """Add the limits of every user and of the virtual host to RabbitMQ definitions."""
    users = [{**user, "limits": dict(USER_LIMITS)} for user in made["users"]]
    city = {"vhost": vhost, "component": COMPONENT, "name": NAME, "value": dict(CITY_LIMITS)}
    return {**made, "users": users, "parameters": [city]}


def limit_faults(definitions: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (name, fault) for users and virtual hosts without limits, or with too wide rights."""
    users = {user["name"]: user for user in definitions.get("users", ())}
    for granted in definitions.get("permissions", ()):
        user = users.get(granted["user"])
        if user is None or "administrator" in user["tags"]:
            continue
        if granted["configure"] not in NO_NAME:
            yield (user["name"], "may make exchanges and queues of any kind: configure=^$")
        if granted["write"] in NO_NAME and granted["read"] in NO_NAME:
            continue
        for limit in sorted(USER_LIMITS.keys() - _set(user.get("limits", {}))):
            yield (user["name"], f"has no limit: {limit}")
    limits = {limit["vhost"]: limit["value"] for limit in _vhost_limits(definitions)}
    for vhost in definitions.get("vhosts", ()):
        for limit in sorted(CITY_LIMITS.keys() - _set(limits.get(vhost["name"], {}))):
            yield (vhost["name"], f"is a virtual host without the limit {limit}")


def _vhost_limits(definitions: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for parameter in definitions.get("parameters", ()):
        if parameter["component"] == COMPONENT and parameter["name"] == NAME:
            yield parameter


def _set(limits: Mapping[str, Any]) -> set[str]:
    return {name for name, value in limits.items() if isinstance(value, int) and value > 0}
