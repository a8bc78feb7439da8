"""TLS as a client: whom to believe and how to prove oneself; read anew for each connection."""

import ssl
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path

from liandong.errors import BadTlsFile
from liandong.files.certificates import check_authority, check_pair


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """The PEM files of a client.

    `ca` lists the authorities to believe, those of the system if there is none. `certificate` and
    `key` prove who we are, where the server asks; both may lie in one file.
    """

    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None

    def check(self, now: datetime) -> None:
        """Raise `BadTlsFile` with the first thing that is wrong."""
        if self.ca is not None:
            check_authority(self.ca, now)
        if self.certificate is not None and self.key is not None:
            check_pair(self.certificate, self.key, now)
        elif self.certificate is not None or self.key is not None:
            named = self.certificate or self.key
            raise BadTlsFile(f"{named} stands alone", "Name both the certificate and its key")

    def context(self) -> ssl.SSLContext:
        """Make what the next connection is opened with, from the files as they are now."""
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
    """Tell whether what is said to a host never leaves this machine."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
