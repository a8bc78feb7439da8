"""External servers, used in place of those that `liandong up` starts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from shared.config.server_settings import BROKER, STORE

PASSWORDS = "LIANDONG_AMQP_PASSWORDS"


@dataclass(frozen=True, slots=True)
class ExternalServers:
    """Addresses; for an empty one the platform starts its own server.

    `{department}` in `amqp_url` is replaced by a department's user, `{password}` by the content of
    the user's file in the folder `amqp_passwords`.
    """

    amqp_url: str = field(default="", repr=False)
    mongo_url: str = field(default="", repr=False)
    amqp_passwords: Path | None = None

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "ExternalServers":
        """Read the variables; the servers are contacted only when the platform starts."""
        passwords = env.get(PASSWORDS)
        return cls(
            amqp_url=env.get(BROKER, ""),
            mongo_url=env.get(STORE, ""),
            amqp_passwords=Path(passwords) if passwords else None,
        )

    def variables(self) -> dict[str, str]:
        """Return the addresses as environment variables of a child process."""
        named = {BROKER: self.amqp_url, STORE: self.mongo_url}
        return {name: url for name, url in named.items() if url}


NO_SERVERS = ExternalServers()
