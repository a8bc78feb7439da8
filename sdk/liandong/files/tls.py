"""TLS of clients: trusted authorities and client certificate, read again for each connection."""

import ssl
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path

from liandong.errors import BadTlsFile
from liandong.files.certificates import check_authority, check_pair


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """The PEM files of a TLS client.

    `ca` lists the trusted authorities; without it the system's are used. `certificate` and `key`
    authenticate the client where the server asks for it; both may be in the same file.
    """

    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None

    def check(self, now: datetime) -> None:
        """Raise `BadTlsFile` for the first error found."""
        if self.ca is not None:
            check_authority(self.ca, now)
        if self.certificate is not None and self.key is not None:
            check_pair(self.certificate, self.key, now)
        elif self.certificate is not None or self.key is not None:
            named = self.certificate or self.key
            raise BadTlsFile(f"{named} stands alone", "Name both the certificate and its key")

    def context(self) -> ssl.SSLContext:
        """Return an SSL context for the next connection from the files' current content."""
        try:
            made = ssl.create_default_context(cafile=self.ca)
            if self.certificate is not None:
                made.load_cert_chain(self.certificate, self.key)
        except (OSError, ssl.SSLError) as error:
            raise BadTlsFile(
                f"the files for TLS cannot be used ({error})",
                "Check the authorities, the certificate and its key",
            ) from error
        made.minimum_version = ssl.TLSVersion.TLSv1_2
        return made


NO_FILES = TlsFiles()


def is_loopback(host: str) -> bool:
    """Return whether a host is a loopback address or `localhost`."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
