"""Settings of a service, read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from liandong.amqp.address import Address, plaintext_allowed_for
from shared.clock.drill import clock_from_env
from shared.clock.system import Clock, system_clock
from shared.config.city_files import STANDARD, CityFiles
from shared.config.http_limits import DEFAULTS, BadLimitError, HttpLimits
from shared.config.mongo_address import MongoAddress
from shared.config.server_settings import broker_address, named, store_address
from shared.config.tls import PLAIN, HttpTls, http_tls_from, require_https
from shared.config.tracing import NO_COLLECTOR, TracingSettings
from shared.errors import SettingsError

__all__ = ["Settings", "SettingsError", "broker_address", "store_address"]

CITY = "140700"
_HTTP_FILES = "LIANDONG_HTTP_CERT_FILE, LIANDONG_HTTP_KEY_FILE or LIANDONG_HTTP_CA_FILE"


@dataclass(frozen=True, slots=True)
class Settings:
    """All external settings of a service; see `.env.example` for the variables."""

    broker: Address
    mongo: MongoAddress
    http_address: str
    keys: Path
    tokens: Path
    city: str
    log_level: str
    peers: str = ""
    http_tls: HttpTls = PLAIN
    plain_http: bool = False
    http_limits: HttpLimits = DEFAULTS
    clock: Clock = system_clock
    tracing: TracingSettings = NO_COLLECTOR
    city_files: CityFiles = STANDARD

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "Settings":
        """Read the environment; `SettingsError` names every missing variable at once."""
        required = ("LIANDONG_AMQP_URL", "LIANDONG_MONGO_URL", "LIANDONG_KEYS", "LIANDONG_TOKENS")
        missing = [name for name in required if not env.get(name)]
        if missing:
            raise SettingsError(
                f"missing settings: {', '.join(missing)}. "
                "`liandong up` sets them for this machine; .env.example documents them all."
            )
        address = _address(env.get("LIANDONG_HTTP_ADDRESS", "127.0.0.1:8080"))
        return cls(
            broker=broker_address(env),
            mongo=store_address(env),
            http_address=address,
            keys=_folder("LIANDONG_KEYS", env["LIANDONG_KEYS"]),
            tokens=_folder("LIANDONG_TOKENS", env["LIANDONG_TOKENS"]),
            city=env.get("LIANDONG_CITY", CITY),
            log_level=env.get("LIANDONG_LOG_LEVEL", "INFO").upper(),
            peers=_peers(env.get("LIANDONG_PEERS", "")),
            http_tls=_http(env, address),
            plain_http="http" in plaintext_allowed_for(env),
            http_limits=_limits(env),
            clock=clock_from_env(env),
            tracing=TracingSettings.from_env(env),
            city_files=CityFiles.from_env(env),
        )


def _http(env: Mapping[str, str], address: str) -> HttpTls:
    with named("LIANDONG_HTTP_ADDRESS", _HTTP_FILES):
        tls = http_tls_from(env)
        tls.check(system_clock())
        require_https(address, tls, "http" in plaintext_allowed_for(env))
        return tls


def _limits(env: Mapping[str, str]) -> HttpLimits:
    try:
        return HttpLimits.from_env(env)
    except BadLimitError as error:
        raise SettingsError(str(error)) from error


def _address(text: str) -> str:
    host, colon, port = text.rpartition(":")
    if not (host and colon and port.isdecimal() and len(port) <= 5 and int(port) < 65536):
        raise SettingsError(f"LIANDONG_HTTP_ADDRESS must be HOST:PORT, not {text!r}")
    return text


def _folder(name: str, text: str) -> Path:
    path = Path(text)
    if not path.is_dir():
        raise SettingsError(f"{name} names no folder: {text}. `liandong setup` makes one.")
    return path


def _peers(text: str) -> str:
    pattern = text.startswith(("http://", "https://")) and "{department}" in text
    if text and not pattern and not Path(text).is_file():
        raise SettingsError(
            "LIANDONG_PEERS must be an address such as https://{department}:8080, "
            f"or name a JSON file of addresses, not {text!r}"
        )
    return text
