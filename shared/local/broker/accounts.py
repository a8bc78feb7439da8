"""Random passwords of the local broker's users, in one file that only its owner can read."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from shared.broker.passwords import Password, new_password
from shared.local.errors import LocalError
from shared.local.private_files import write_private


def no_users() -> Mapping[str, Any]:
    """Return empty RabbitMQ definitions: no users, nothing else."""
    return {}


class Accounts:
    """Generates passwords for the users of RabbitMQ definitions; client launchers read them here.

    `ask` returns the definitions; it is called once, when they are first needed.
    """

    def __init__(self, file: Path, ask: Callable[[], Mapping[str, Any]]) -> None:
        self._file = file
        self._ask = ask
        self._asked: Mapping[str, Any] | None = None

    def definitions(self) -> dict[str, Any]:
        """Return the definitions with the hash of each user's password."""
        if self._asked is None:
            self._asked = self._ask()
        users = self._asked.get("users", ())
        accounts = ensure_accounts(self._file, [user["name"] for user in users])
        known = [
            {**entry, "password_hash": accounts[entry["name"]].password_hash} for entry in users
        ]
        return {**self._asked, "users": known}

    def password(self, user: str) -> str:
        """Return a user's password; raises `LocalError` if there is no such user."""
        accounts = load_accounts(self._file)
        if user not in accounts:
            raise LocalError(f"The private broker has no user {user!r}.")
        return accounts[user].password


def ensure_accounts(file: Path, users: Iterable[str]) -> dict[str, Password]:
    """Return the password of each user; generate and store the missing ones."""
    known = load_accounts(file)
    accounts = known | {user: new_password() for user in users if user not in known}
    if accounts != known:
        kept = {user: asdict(secret) for user, secret in accounts.items()}
        write_private(file, json.dumps(kept, indent=2) + "\n")
    return accounts


def load_accounts(file: Path) -> dict[str, Password]:
    """Return the stored passwords; empty if the file does not exist."""
    if not file.exists():
        return {}
    return {user: Password(**kept) for user, kept in json.loads(file.read_text()).items()}
