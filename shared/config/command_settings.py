"""Settings of a command or a tool: read once when it starts, checked where they are needed."""

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
    """How departments are asked: whose certificates count, and whether a token may go in clear."""

    tls: HttpTls = PLAIN
    plain_allowed: bool = False


STANDARD = HttpClientSettings()


@dataclass(frozen=True, slots=True)
class CommandSettings:
    """What a command may need; a wrong variable stops only the commands that need it.

    The methods raise `SettingsError`, which names the variable and says what to do.
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
        """Read the environment; nothing is checked yet."""
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
        """Return where the broker is; None if no variable names one."""
        return broker_address(self._variables) if self._variables.get(BROKER) else None

    def store(self) -> MongoAddress | None:
        """Return where the store is; None if no variable names one."""
        return store_address(self._variables) if self._variables.get(STORE) else None

    def clock(self) -> Clock:
        """Return the clock of the platform: in a drill, the one that the drill moves."""
        return clock_from_env(self._variables)

    def http_client(self) -> HttpClientSettings:
        """Return how departments are asked."""
        try:
            return HttpClientSettings(
                self.http_tls, "http" in plaintext_allowed_for(self._variables)
            )
        except BadAddress as error:
            raise SettingsError(str(error)) from error
