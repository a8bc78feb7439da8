"""HTTP on green threads: nameko's server with our application, optionally over TLS."""

import errno
import time
from functools import partial
from typing import Any

import eventlet
import structlog
from nameko.web.server import WebServer

from shared.config.http_limits import HttpLimits
from shared.config.tls import ServerContext
from shared.runtime.nameko.protocol import Protocol
from shared.web.app import WsgiApp
from shared.web.drain import DrainingMiddleware

ANSWER_GRACE_S = 4.0
HANDSHAKE_S = 10.0
ACCEPT_AGAIN_S = 0.2
_NO_ROOM = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
log = structlog.get_logger()


class Server(WebServer):
    """nameko's HTTP server with our application, whose errors are in Chinese."""

    _open = 0

    def get_wsgi_app(self) -> DrainingMiddleware:
        """Build the application from the registered routes."""
        routes = [(entry.route, entry.responder.respond) for entry in self._providers]
        self._draining = DrainingMiddleware(WsgiApp(routes))
        return self._draining

    def get_wsgi_server(self, sock: Any, wsgi_app: Any, **_: Any) -> Any:
        """Build the WSGI server with its limits."""
        server = super().get_wsgi_server(sock, wsgi_app, protocol=Protocol)
        server.limits = self._limits
        server.socket_timeout = self._limits.idle_s
        return server

    def run(self) -> None:
        """Accept connections; if resources are exhausted, retry a little later."""
        while self._is_accepting:
            try:
                sock, address = self._sock.accept()
            except OSError as error:
                if error.errno not in _NO_ROOM | {errno.ECONNABORTED}:
                    raise
                log.warning("http.no_room", reason=str(error))
                time.sleep(ACCEPT_AGAIN_S)  # backoff: resources are freed when a connection ends
                continue
            sock.settimeout(self._limits.idle_s)
            self.container.spawn_managed_thread(partial(self.process_request, sock, address))

    def process_request(self, sock: Any, address: Any) -> None:
        """Serve one connection; with a certificate, only after a TLS handshake.

        An error closes only this connection: nameko would stop the service.
        """
        if self._open >= self._limits.connections:
            log.warning("http.full", connections=self._open)
            sock.close()
            return
        self._open += 1
        try:
            self._talk(sock, address)
        except Exception as error:
            log.warning("http.broken", exc_info=error)
            sock.close()
        finally:
            self._open -= 1

    def _talk(self, sock: Any, address: Any) -> None:
        tls: ServerContext | None = self.container.config["tls"]
        if tls is None:
            super().process_request(sock, address)
        elif (wrapped := handshake(sock, tls)) is not None:
            super().process_request(wrapped, address)

    @property
    def _limits(self) -> HttpLimits:
        return self.container.config["http_limits"]  # type: ignore[no-any-return]

    def close(self) -> None:
        """Accept no more connections, and drain the open ones.

        nameko itself closes the port last: requests accepted meanwhile would be committed after the
        relay's final pass.
        """
        self._is_accepting = False
        self._draining.drain(ANSWER_GRACE_S)


def handshake(sock: Any, tls: ServerContext) -> Any:
    """Perform the TLS handshake of a new connection; on failure close it and return None."""
    try:
        with eventlet.Timeout(HANDSHAKE_S):
            return tls.get().wrap_socket(sock, server_side=True)
    except (OSError, eventlet.Timeout) as error:
        log.info("http.no_handshake", reason=str(error))
        sock.close()
        return None
