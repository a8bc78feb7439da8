"""Settings of a service: read once from the environment, failing by the name of what is missing."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

_PASSWORD = "{password}"  # noqa: S105  the place of one in an address, not a password


class SettingsError(Exception):
    """A setting is missing or wrong; the text names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a service must know from outside."""

    amqp_url: str
    mongo_url: str
    http_address: str
    keys: Path
    tokens: Path
    city: str
    log_level: str
    peers: str = ""

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
        return cls(
            amqp_url=broker_address(env),
            mongo_url=_replica_set(env["LIANDONG_MONGO_URL"]),
            http_address=_address(env.get("LIANDONG_HTTP_ADDRESS", "127.0.0.1:8080")),
            keys=_folder("LIANDONG_KEYS", env["LIANDONG_KEYS"]),
            tokens=_folder("LIANDONG_TOKENS", env["LIANDONG_TOKENS"]),
            city=env.get("LIANDONG_CITY", "140700"),
            log_level=env.get("LIANDONG_LOG_LEVEL", "INFO").upper(),
            peers=_peers(env.get("LIANDONG_PEERS", "")),
        )


def broker_address(env: Mapping[str, str] = os.environ) -> str:
    """Put the password that a file holds into its place in the address; empty if none is set."""
    url, file = env.get("LIANDONG_AMQP_URL", ""), env.get("LIANDONG_AMQP_PASSWORD_FILE", "")
    if _PASSWORD not in url:
        if url and file:
            raise SettingsError(
                "LIANDONG_AMQP_PASSWORD_FILE is set, but LIANDONG_AMQP_URL has no {password}: "
                "write amqp://USER:{password}@HOST:PORT/VHOST."
            )
        return url
    if not file:
        raise SettingsError(
            "LIANDONG_AMQP_URL has {password}, but LIANDONG_AMQP_PASSWORD_FILE is not set: "
            "name the file that holds the password."
        )
    return url.replace(_PASSWORD, quote(_password(file), safe=""))


def _password(file: str) -> str:
    try:
        password = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"LIANDONG_AMQP_PASSWORD_FILE cannot be read ({error}). "
            "`liandong broker secrets FOLDER` makes such files."
        ) from error
    if not password:
        raise SettingsError(f"LIANDONG_AMQP_PASSWORD_FILE is empty: {file}")
    return password


def _replica_set(url: str) -> str:
    if not url.startswith(("mongodb://", "mongodb+srv://")):
        scheme = url.partition(":")[0]  # what follows may hold a password
        raise SettingsError(f"LIANDONG_MONGO_URL must begin with mongodb://, not {scheme!r}")
    return url


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
            "LIANDONG_PEERS must be an address such as http://{department}:8080, "
            f"or name a JSON file of addresses, not {text!r}"
        )
    return text
