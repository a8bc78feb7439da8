"""Passwords of the broker's users, one file each, and the definitions with their hashes."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path

from shared.broker.definitions import operator_definitions, to_json, with_hashes, with_operator

OPERATOR = "liandong"
DEFINITIONS = "definitions.json"
_OWNER_ONLY = 0o700
_READABLE = 0o644


class PasswordsError(Exception):
    """A password is missing or empty; the text names the file."""


@dataclass(frozen=True, slots=True)
class Password:
    """A password, and its hash in RabbitMQ's form."""

    password: str
    password_hash: str


def new_password() -> Password:
    """Generate a random password."""
    password = secrets.token_urlsafe(24)
    return Password(password, hash_of(password))


def hash_of(password: str) -> str:
    """Hash a password as RabbitMQ does (salted SHA-256)."""
    salt = secrets.token_bytes(4)
    digest = hashlib.sha256(salt + password.encode()).digest()
    return base64.b64encode(salt + digest).decode()


def create_passwords(folder: Path, version: str, vhost: str) -> list[str]:
    """Create missing passwords, and the definitions file that a broker loads at its start.

    Existing passwords stay. Return the users that got one. Only the folder's owner can enter it;
    the files are world-readable, since Compose mounts each with its mode and a container runs as
    another user.
    """
    made = with_operator(operator_definitions(version, vhost), OPERATOR, vhost)
    users = [user["name"] for user in made["users"]]
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(_OWNER_ONLY)
    new = [user for user in users if not (folder / user).exists()]
    for user in new:
        _write(folder / user, new_password().password + "\n")
    hashes = {user: hash_of(password_of(folder, user)) for user in users}
    _write(folder / DEFINITIONS, to_json(with_hashes(made, hashes)))
    return new


def password_of(folder: Path, user: str) -> str:
    """Read a user's password; `PasswordsError` names the file that is missing or empty."""
    file = folder / user
    password = file.read_text(encoding="utf-8").strip() if file.is_file() else ""
    if not password:
        raise PasswordsError(f"no password of the user {user}: {file} is missing or empty")
    return password


def _write(file: Path, text: str) -> None:
    """Write in place: a container with the file mounted would not see a replacement."""
    file.write_text(text, encoding="utf-8")
    file.chmod(_READABLE)
