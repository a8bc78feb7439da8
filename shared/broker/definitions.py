"""RabbitMQ definitions derived from the contracts, with placeholders for password hashes.

`python -m shared.broker.definitions VHOST` prints those that an operator imports first.
"""

import json
import sys
from pathlib import Path
from typing import Any

from liandong.amqp.definitions import HASHING, as_definitions, placeholder
from shared.broker.limits import with_limits
from shared.broker.permissions import grants, operator_topology
from shared.broker.policies import VERSIONS, policies
from shared.broker.topology import topologies
from shared.catalog.catalog import department_names

FOLDER = Path("deploy/rabbitmq")
VHOST = "140700"
OLDEST = VERSIONS[0]
OLDER = "--older"


def operator_definitions(version: str, vhost: str, *, older: bool = False) -> dict[str, Any]:
    """Return what only an operator creates: users, rights, limits, policies, exchanges, queues.

    Departments bind their inboxes to events at their start, with their own rights. Importing it
    again is harmless: a first generation that a department has left is bound to nothing. `older`
    lets departments declare their own queues, as release 0.1 does at each start.
    """
    granted = grants(older=older)
    made = with_limits(as_definitions(operator_topology(), vhost, granted), vhost)
    return {"rabbitmq_version": f"{version}.0", **made, "policies": policies(version, vhost)}


def definitions(version: str, vhost: str) -> dict[str, Any]:
    """Return all that a city needs, including the bindings of every inbox's first generation.

    For a new city and for review. Importing it again would bind first generations that a
    department has left.
    """
    topology = operator_topology()
    for department in department_names():
        for part in topologies(department):
            topology += part
    made = with_limits(as_definitions(topology, vhost, grants()), vhost)
    return {"rabbitmq_version": f"{version}.0", **made, "policies": policies(version, vhost)}


def with_hashes(made: dict[str, Any], hashes: dict[str, str]) -> dict[str, Any]:
    """Replace placeholders by each user's password hash; `KeyError` for a user without one."""
    users = [{**user, "password_hash": hashes[user["name"]]} for user in made["users"]]
    return {**made, "users": users}


def with_operator(made: dict[str, Any], name: str, vhost: str) -> dict[str, Any]:
    """Add an administrator: a broker that loads definitions creates no default user."""
    operator = {
        "name": name,
        "password_hash": placeholder(name),
        "hashing_algorithm": HASHING,
        "tags": ["administrator"],
    }
    everything = {"user": name, "vhost": vhost, "configure": ".*", "write": ".*", "read": ".*"}
    return {
        **made,
        "users": [operator, *made["users"]],
        "permissions": [everything, *made["permissions"]],
    }


def render_files() -> dict[str, str]:
    """Render the committed files, one per RabbitMQ version: name and text."""
    return {f"{version}.json": to_json(definitions(version, VHOST)) for version in VERSIONS}


def to_json(made: dict[str, Any]) -> str:
    """Render definitions in the committed form."""
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def write(folder: Path) -> list[str]:
    """Write the files that are missing or stale; return their names."""
    stale = _stale(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in stale.items():
        (folder / name).write_text(text, encoding="utf-8")
    return list(stale)


def stale_files(folder: Path) -> list[str]:
    """List the files that differ from those rendered from the contracts."""
    return list(_stale(folder))


def _stale(folder: Path) -> dict[str, str]:
    return {name: text for name, text in render_files().items() if _read(folder / name) != text}


def _read(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.exists() else None


if __name__ == "__main__":
    json.dump(operator_definitions(OLDEST, sys.argv[1], older=OLDER in sys.argv), sys.stdout)
