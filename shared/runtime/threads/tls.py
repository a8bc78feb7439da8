"""TLS for the HTTP server on real threads: hands are shaken where one slow client delays nobody."""

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
    """Wraps each new connection in the context of the moment.

    cheroot's own adapter shakes hands on the thread that accepts: whoever connects and says nothing
    would keep all others out for as long as the time-out is.
    """

    def __init__(self, context: ServerContext) -> None:
        self._context = context

    def bind(self, sock: socket) -> socket:
        """Leave the listening socket as it is."""
        return sock

    def wrap(self, sock: socket) -> tuple[ssl.SSLSocket, dict[str, Any]]:
        """Wrap a connection without waiting for the client."""
        wrapped = self._context.get().wrap_socket(
            sock, server_side=True, do_handshake_on_connect=False
        )
        return wrapped, dict(_HTTPS_ENVIRON)

    def get_environ(self) -> dict[str, Any]:
        """Tell the application that it is asked over TLS."""
        return dict(_HTTPS_ENVIRON)

    def makefile(self, sock: socket, mode: str = "r", bufsize: int = -1) -> Any:
        """Make the file that is read from, or written to."""
        return MakeFile(sock, mode, bufsize)


class TlsConnection(HttpClientConnection):
    """A connection that the client opens with a greeting; it holds no thread until then."""

    greeted = False

    def communicate(self) -> bool:
        """Shake hands, then answer requests; tell whether the connection stays."""
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
