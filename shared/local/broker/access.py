"""AMQP users and addresses: one user per department and partner."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from shared.local.errors import LocalError
from shared.local.processes.probe import require_server

_LONGEST_S = 60.0
_DEPARTMENT = "{department}"
_PASSWORD = "{password}"  # noqa: S105  a placeholder in an address, not a password
_ONE_USER = "LIANDONG_AMQP_URL names one user for all: this broker cannot keep departments apart."


def contract_access(vhost: str = "/", *, older: bool = False) -> Mapping[str, Any]:
    """Return users, permissions, exchanges and queues from the contracts, as RabbitMQ definitions.

    With `older`, departments may declare queues in the way of release 0.1. Runs in a subprocess:
    reading the contracts imports every service, which the supervisor does not need.
    """
    done = subprocess.run(
        [sys.executable, "-m", "shared.broker.definitions", vhost, *(["--older"] if older else [])],
        capture_output=True,
        text=True,
        timeout=_LONGEST_S,
        check=False,
    )
    if done.returncode:
        raise LocalError(f"The permissions cannot be read from the contracts:\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def foreign_addresses(
    url: str, users: Iterable[str], say: Callable[[str], None], passwords: Path | None = None
) -> dict[str, str]:
    """Return each user's address at the broker of LIANDONG_AMQP_URL; warn if all share one user.

    In the url, `{department}` is replaced by the user and `{password}` by the content of the user's
    file in the folder `passwords` (LIANDONG_AMQP_PASSWORDS). Raises `LocalError` if no server
    listens there.
    """
    addresses = addresses_of(url, users, passwords)
    for address in set(addresses.values()):
        require_server(address, "LIANDONG_AMQP_URL")
    if _DEPARTMENT not in url:
        say(_ONE_USER)
    return addresses


def address_of(template: str, user: str, passwords: Path | None) -> str:
    """Fill in `{department}` and `{password}`; the password is read from `<passwords>/<user>`.

    Raises `LocalError` that names a missing file.
    """
    address = template.replace(_DEPARTMENT, user)
    if _PASSWORD not in address:
        return address
    if passwords is None:
        raise LocalError("LIANDONG_AMQP_URL has {password}, but LIANDONG_AMQP_PASSWORDS is not set")
    file = passwords / user
    if not file.is_file():
        raise LocalError(f"No password of the broker user {user}: {file} is missing.")
    password = file.read_text(encoding="utf-8").strip()
    return address.replace(_PASSWORD, quote(password, safe=""))


def addresses_of(url: str, users: Iterable[str], passwords: Path | None) -> dict[str, str]:
    """Return each user's address at a running broker; all are equal if `url` is no template."""
    if _DEPARTMENT not in url:
        return dict.fromkeys(users, url)
    return {user: address_of(url, user, passwords) for user in users}
