"""Settings of a command or a tool: read once at its start, checked where they are used."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from liandong.amqp.address import Address, plaintext_allowed_for
from liandong.errors import BadAddress
from shared.clock.drill import clock_from_env
from shared.clock.system import Clock
from shared.config.city_files import CityFiles
from shared.config.external_servers import ExternalServers
from shared.config.mongo_address import MongoAddress
from shared.config.server_settings import BROKER, STORE, broker_address, store_address
from shared.config.settings import CITY
from shared.config.tls import PLAIN, HttpTls, http_tls_from
from shared.errors import SettingsError


@dataclass(frozen=True, slots=True)
class HttpClientSettings:
    """HTTP client settings: TLS authorities, and whether tokens may be sent unencrypted."""

    tls: HttpTls = PLAIN
    plain_allowed: bool = False


STANDARD = HttpClientSettings()


@dataclass(frozen=True, slots=True)
class CommandSettings:
    """Settings that commands may use; a wrong variable affects only the commands that use it.

    The methods raise `SettingsError`, which names the variable and the remedy.
    """

    keys: str
    peers: str
    city: str
    http_tls: HttpTls
    city_files: CityFiles
    external_servers: ExternalServers
    _variables: Mapping[str, str] = field(repr=False)

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "CommandSettings":
        """Read the environment without checking it."""
        return cls(
            keys=env.get("LIANDONG_KEYS", ""),
            peers=env.get("LIANDONG_PEERS", ""),
            city=env.get("LIANDONG_CITY", CITY),
            http_tls=http_tls_from(env),
            city_files=CityFiles.from_env(env),
            external_servers=ExternalServers.from_env(env),
            _variables=dict(env),
        )

    def broker(self) -> Address | None:
        """Return the broker's address; None if no variable sets one."""
        return broker_address(self._variables) if self._variables.get(BROKER) else None

    def store(self) -> MongoAddress | None:
        """Return the store's address; None if no variable sets one."""
        return store_address(self._variables) if self._variables.get(STORE) else None

    def clock(self) -> Clock:
        """Return the clock of the platform: in a drill, the one that the drill moves."""
        return clock_from_env(self._variables)

    def http_client(self) -> HttpClientSettings:
        """Return the settings for requests to departments."""
        try:
            return HttpClientSettings(
                self.http_tls, "http" in plaintext_allowed_for(self._variables)
            )
        except BadAddress as error:
            raise SettingsError(str(error)) from error
