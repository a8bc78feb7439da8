"""Address and credentials of the MongoDB store: password and certificates are in files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from liandong.amqp.address import (
    PASSWORD,
    PLAIN_SETTING,
    path_in,
    plaintext_allowed_for,
    with_password,
)
from liandong.errors import BadAddress
from liandong.files.certificates import check_authority, check_pair
from liandong.files.tls import is_loopback

_SCHEMES = ("mongodb://", "mongodb+srv://")


@dataclass(frozen=True, slots=True)
class MongoAddress:
    """A replica set; `{password}` in `url` is replaced by the content of `password_file`.

    `certificate_key` is one PEM file with certificate and key, as MongoDB's tools require.
    """

    url: str = field(repr=False)
    password_file: Path | None = None
    ca: Path | None = None
    certificate_key: Path | None = None
    plain_allowed: bool = False

    def read(self) -> str:
        """Return the URL with the password inserted; `BadAddress` names the fault."""
        return with_password(self.url, self.password_file)

    def options(self) -> dict[str, Any]:
        """Return the driver's TLS options besides the URL."""
        given: dict[str, Any] = {"tls": True} if self.ca or self.certificate_key else {}
        if self.ca is not None:
            given["tlsCAFile"] = str(self.ca)
        if self.certificate_key is not None:
            given["tlsCertificateKeyFile"] = str(self.certificate_key)
        return given

    @property
    def files(self) -> tuple[Path, ...]:
        """The files whose change requires new connections."""
        return tuple(file for file in (self.password_file, self.ca, self.certificate_key) if file)

    def check(self, now: datetime) -> None:
        """Raise `BadAddress` or `BadTlsFile` for faults that would fail the first connection."""
        self.read()
        self._refuse_plain()
        if self.ca is not None:
            check_authority(self.ca, now)
        if self.certificate_key is not None:
            check_pair(self.certificate_key, self.certificate_key, now)

    def _refuse_plain(self) -> None:
        parts = urlsplit(self.url.replace(PASSWORD, ""))
        asked = {name.lower(): value for name, value in parse_qsl(parts.query)}
        by_name = parts.scheme == "mongodb+srv"  # TLS unless it is switched off
        encrypted = asked.get("tls", asked.get("ssl", "true" if by_name else "")) == "true"
        hosts = [_host(address) for address in parts.netloc.rpartition("@")[2].split(",")]
        near = all(is_loopback(host) for host in hosts)
        if not (encrypted or self.options() or near or self.plain_allowed):
            raise BadAddress(
                f"What is said to {', '.join(hosts)} would leave this machine without TLS. "
                "Set LIANDONG_MONGO_CA_FILE, or write tls=true in the address; or, where the "
                f"network itself is safe, say so: {PLAIN_SETTING}=mongo."
            )


def mongo_address_from(env: Mapping[str, str]) -> MongoAddress:
    """Read the environment; raises `BadAddress` or `BadTlsFile`."""
    url = env["LIANDONG_MONGO_URL"]
    if not url.startswith(_SCHEMES):
        scheme = url.partition(":")[0]  # what follows may hold a password
        raise BadAddress(f"It must begin with mongodb://, not {scheme!r}")
    return MongoAddress(
        url,
        password_file=path_in(env, "LIANDONG_MONGO_PASSWORD_FILE"),
        ca=path_in(env, "LIANDONG_MONGO_CA_FILE"),
        certificate_key=path_in(env, "LIANDONG_MONGO_CERTIFICATE_KEY_FILE"),
        plain_allowed="mongo" in plaintext_allowed_for(env),
    )


def _host(place: str) -> str:
    return urlsplit(f"//{place}").hostname or "localhost"
