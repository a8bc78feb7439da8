"""The broker's address; password and certificates are files that are read at each connect."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

from liandong.errors import BadAddress, BadTlsFile
from liandong.files.tls import NO_FILES, TlsFiles, is_loopback

PASSWORD = "{password}"  # noqa: S105  a placeholder in an address, not a password
PLAIN_SETTING = "LIANDONG_ALLOW_PLAINTEXT"
PLAIN_KINDS = ("amqp", "mongo", "http")


@dataclass(frozen=True, slots=True)
class Address:
    """The broker's URL, credentials and TLS files.

    `{password}` in `url` is replaced by the content of `password_file`. A changed password or
    certificate applies from the next connection on. Without TLS only loopback hosts are allowed,
    unless `plain_allowed`.
    """

    url: str = field(repr=False)
    password_file: Path | None = None
    tls: TlsFiles = NO_FILES
    plain_allowed: bool = False

    def read(self) -> str:
        """Return the URL with the password inserted, or raise `BadAddress`."""
        require_tls(self.url, "amqps://", self.plain_allowed, "amqp")
        return with_password(self.url, self.password_file)

    def check(self, now: datetime) -> None:
        """Raise `BadAddress` or `BadTlsFile` if the first connection would fail."""
        self.read()
        self.tls.check(now)


Broker = str | Address


def address_of(broker: Broker) -> Address:
    """Wrap a URL in an `Address`; return an `Address` unchanged."""
    return broker if isinstance(broker, Address) else Address(broker)


def address_from(url: str, env: Mapping[str, str] = os.environ) -> Address:
    """Return the address for a URL with the files and the plaintext setting that `env` names."""
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
    """Return the path in an environment variable, or None if it is unset or empty."""
    return Path(env[name]) if env.get(name) else None


def plaintext_allowed_for(env: Mapping[str, str] = os.environ) -> frozenset[str]:
    """Return the kinds of connection that may leave this machine without TLS; empty by default.

    Raises `BadAddress` for a kind that is not in `PLAIN_KINDS`.
    """
    named = frozenset(env.get(PLAIN_SETTING, "").replace(",", " ").split())
    if unknown := named.difference(PLAIN_KINDS):
        raise BadAddress(
            f"{PLAIN_SETTING} names {', '.join(sorted(unknown))}: "
            f"it is a list of {', '.join(PLAIN_KINDS)}, each a connection that may do without TLS."
        )
    return named


def with_password(url: str, file: Path | None) -> str:
    """Replace `{password}` by the URL-quoted content of a file, or raise `BadAddress`."""
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
    """Raise `BadAddress` for an address on another machine without TLS, unless `allowed`."""
    host = urlsplit(url.replace(PASSWORD, "")).hostname or ""
    if allowed or url.startswith(safe_scheme) or is_loopback(host):
        return
    raise BadAddress(
        f"What is said to {host} would leave this machine without TLS. "
        f"Write {safe_scheme} in the address; or, where the network itself is safe, "
        f"say so: {PLAIN_SETTING}={kind}."
    )


__all__ = ["Address", "BadAddress", "BadTlsFile", "Broker", "address_from", "address_of"]
