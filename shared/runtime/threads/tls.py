"""TLS for the HTTP server on real threads: handshakes where a slow client delays no other."""

import logging
import ssl
from socket import socket
from typing import Any

from cheroot.makefile import MakeFile
from cheroot.ssl import Adapter

from shared.config.tls import ServerContext
from shared.runtime.threads.protocol import HttpClientConnection

log = logging.getLogger(__name__)
_HTTPS_ENVIRON = {"wsgi.url_scheme": "https", "HTTPS": "on"}


class TlsAdapter(Adapter):
    """Wraps each new connection in the current TLS context.

    cheroot's own adapter performs the handshake on the accepting thread: a silent client would
    block all others until the time-out.
    """

    def __init__(self, context: ServerContext) -> None:
        self._context = context

    def bind(self, sock: socket) -> socket:
        """Return the listening socket unchanged."""
        return sock

    def wrap(self, sock: socket) -> tuple[ssl.SSLSocket, dict[str, Any]]:
        """Wrap a connection without waiting for the client's handshake."""
        wrapped = self._context.get().wrap_socket(
            sock, server_side=True, do_handshake_on_connect=False
        )
        return wrapped, dict(_HTTPS_ENVIRON)

    def get_environ(self) -> dict[str, Any]:
        """Return the WSGI environment of a TLS request."""
        return dict(_HTTPS_ENVIRON)

    def makefile(self, sock: socket, mode: str = "r", bufsize: int = -1) -> Any:
        """Create the file object for reading or writing."""
        return MakeFile(sock, mode, bufsize)


class TlsConnection(HttpClientConnection):
    """A connection that starts with a TLS handshake; it occupies no thread before."""

    greeted = False

    def communicate(self) -> bool:
        """Perform the handshake, then serve requests; return whether to keep the connection."""
        if self.greeted:
            return super().communicate()
        try:
            self.socket.settimeout(self.server.limits.head_s)
            self.socket.do_handshake()
        except OSError as error:
            log.info("http.no_handshake", extra={"reason": str(error)})
            return False
        self.greeted = True
        return True
