"""HTTP on green threads: nameko's server with our application, over TLS if it is asked for."""

from typing import Any

import eventlet
import structlog
from nameko.web.server import WebServer

from shared.door import Door
from shared.server import App
from shared.tls import ServerContext

ANSWER_GRACE_S = 4.0
HANDSHAKE_S = 10.0
log = structlog.get_logger()


class Server(WebServer):
    """nameko's HTTP server with our application, whose problems are in Chinese."""

    def get_wsgi_app(self) -> Door:
        """Make the application from the routes that were opened."""
        routes = [(entry.route, entry.answerer.answer) for entry in self._providers]
        self._door = Door(App(routes))
        return self._door

    def process_request(self, sock: Any, address: Any) -> None:
        """Answer on one connection; where there is a certificate, only after a handshake."""
        tls: ServerContext | None = self.container.config["tls"]
        if tls is None:
            super().process_request(sock, address)
        elif (wrapped := shaken(sock, tls)) is not None:
            super().process_request(wrapped, address)

    def close(self) -> None:
        """Let nobody in any more, and those who are inside out.

        nameko itself closes the port last: what came in meanwhile would be committed after the
        relay had looked for the last time.
        """
        self._is_accepting = False
        self._door.close(ANSWER_GRACE_S)


def shaken(sock: Any, tls: ServerContext) -> Any:
    """Shake hands on a new connection; None, and it is closed, if nothing comes of it."""
    try:
        with eventlet.Timeout(HANDSHAKE_S):
            return tls.get().wrap_socket(sock, server_side=True)
    except (OSError, eventlet.Timeout) as error:
        log.info("http.no_handshake", reason=str(error))
        sock.close()
        return None
