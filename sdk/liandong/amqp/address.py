"""The address of the broker: its password and certificates lie in files, read at each connect."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

from liandong.errors import BadAddress, BadTlsFile
from liandong.files.tls import NO_FILES, TlsFiles, is_loopback

PASSWORD = "{password}"  # noqa: S105  the place of one in an address, not a password
PLAIN_SETTING = "LIANDONG_ALLOW_PLAINTEXT"
PLAIN_KINDS = ("amqp", "mongo", "http")


@dataclass(frozen=True, slots=True)
class Address:
    """Where the broker is, and how to come in.

    `{password}` in `url` stands for what `password_file` holds. A changed password or certificate
    counts from the next connection on. Without TLS nothing but this machine is spoken to, unless
    `plain_allowed`.
    """

    url: str = field(repr=False)
    password_file: Path | None = None
    tls: TlsFiles = NO_FILES
    plain_allowed: bool = False

    def read(self) -> str:
        """Give the url with the password in its place; `BadAddress` says what is wrong."""
        require_tls(self.url, "amqps://", self.plain_allowed, "amqp")
        return with_password(self.url, self.password_file)

    def check(self, now: datetime) -> None:
        """Raise `BadAddress` or `BadTlsFile` for what would fail at the first connection."""
        self.read()
        self.tls.check(now)


Broker = str | Address


def address_of(broker: Broker) -> Address:
    """Take a url for an address."""
    return broker if isinstance(broker, Address) else Address(broker)


def address_from(url: str, env: Mapping[str, str] = os.environ) -> Address:
    """Complete a url by what the environment says of password, certificates and plain text."""
    return Address(
        url,
        password_file=path_in(env, "LIANDONG_AMQP_PASSWORD_FILE"),
        tls=TlsFiles(
            path_in(env, "LIANDONG_AMQP_CA_FILE"),
            path_in(env, "LIANDONG_AMQP_CERT_FILE"),
            path_in(env, "LIANDONG_AMQP_KEY_FILE"),
        ),
        plain_allowed="amqp" in plaintext_allowed_for(env),
    )


def path_in(env: Mapping[str, str], name: str) -> Path | None:
    """Read a setting that names a file; None where it is not set."""
    return Path(env[name]) if env.get(name) else None


def plaintext_allowed_for(env: Mapping[str, str] = os.environ) -> frozenset[str]:
    """Read which connections may leave this machine without TLS: none unless it is said."""
    named = frozenset(env.get(PLAIN_SETTING, "").replace(",", " ").split())
    if unknown := named.difference(PLAIN_KINDS):
        raise BadAddress(
            f"{PLAIN_SETTING} names {', '.join(sorted(unknown))}: "
            f"it is a list of {', '.join(PLAIN_KINDS)}, each a connection that may do without TLS."
        )
    return named


def with_password(url: str, file: Path | None) -> str:
    """Put what a file holds in the place of `{password}`; `BadAddress` if it cannot be."""
    if PASSWORD not in url:
        return url
    if file is None:
        raise BadAddress("The address has {password}, but no file with the password is named.")
    try:
        password = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadAddress(
            f"The file with the password cannot be read ({error}). "
            "`liandong broker secrets FOLDER` makes such files for a broker."
        ) from error
    if not password:
        raise BadAddress(f"The file with the password is empty: {file}")
    return url.replace(PASSWORD, quote(password, safe=""))


def require_tls(url: str, safe_scheme: str, allowed: bool, kind: str) -> None:
    """Raise `BadAddress` for an address without TLS beyond this machine."""
    host = urlsplit(url.replace(PASSWORD, "")).hostname or ""
    if allowed or url.startswith(safe_scheme) or is_loopback(host):
        return
    raise BadAddress(
        f"What is said to {host} would leave this machine without TLS. "
        f"Write {safe_scheme} in the address; or, where the network itself is safe, "
        f"say so: {PLAIN_SETTING}={kind}."
    )


__all__ = ["Address", "BadAddress", "BadTlsFile", "Broker", "address_from", "address_of"]
