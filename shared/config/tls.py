"""TLS of HTTP server and client: certificate files, and contexts made from them."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from liandong.amqp.address import PLAIN_SETTING, path_in
from liandong.errors import BadAddress
from liandong.files.tls import TlsFiles, is_loopback
from shared.config.reload import ReloadingValue

ServerContext = ReloadingValue[ssl.SSLContext]


@dataclass(frozen=True, slots=True)
class HttpTls:
    """The server's certificate and key, and the CA trusted in requests to other departments.

    Without a certificate the server speaks plain HTTP.
    """

    certificate: Path | None = None
    key: Path | None = None
    ca: Path | None = None

    def check(self, now: datetime) -> None:
        """Raise `BadTlsFile` for the first fault in the files."""
        TlsFiles(self.ca, self.certificate, self.key).check(now)

    def server(self) -> ServerContext | None:
        """Return the server context, reloaded when its files change; None for plain HTTP."""
        if self.certificate is None or self.key is None:
            return None
        files = self.certificate, self.key
        return ReloadingValue(
            "http.certificate", files, partial(_context, *files), faults=(OSError,)
        )

    def client(self) -> ssl.SSLContext | None:
        """Return the context for requests to departments; None for the system's authorities."""
        return None if self.ca is None else ssl.create_default_context(cafile=self.ca)


PLAIN = HttpTls()


def http_tls_from(env: Mapping[str, str]) -> HttpTls:
    """Read the environment."""
    return HttpTls(
        certificate=path_in(env, "LIANDONG_HTTP_CERT_FILE"),
        key=path_in(env, "LIANDONG_HTTP_KEY_FILE"),
        ca=path_in(env, "LIANDONG_HTTP_CA_FILE"),
    )


def _context(certificate: Path, key: Path) -> ssl.SSLContext:
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.load_cert_chain(certificate, key)
    return made


def require_https(address: str, tls: HttpTls, allowed: bool) -> None:
    """Raise `BadAddress` if tokens would cross the network unencrypted."""
    host = address.rpartition(":")[0]
    if allowed or tls.certificate is not None or is_loopback(host):
        return
    raise BadAddress(
        f"{address} would answer other machines without TLS. Set LIANDONG_HTTP_CERT_FILE and "
        "LIANDONG_HTTP_KEY_FILE; or, where something before it ends TLS and the network behind "
        f"is safe, say so: {PLAIN_SETTING}=http."
    )
