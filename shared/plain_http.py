"""HTTP on real threads: a WSGI server that reads, answers and stops in good order."""

import logging
import threading
from typing import Any

from cheroot.wsgi import Server

from shared.plain_tls import TlsAdapter, TlsConnection
from shared.tls import ServerContext

THREADS = 64
BACKLOG = 128
IDLE_CONNECTIONS = 1000
LARGEST_HEAD = 64 * 1024
log = logging.getLogger(__name__)


class HttpServer:
    """Answers up to `THREADS` requests at a time; idle connections hold no thread."""

    def __init__(
        self,
        address: tuple[str, int],
        app: Any,
        *,
        grace_s: int,
        tls: ServerContext | None = None,
    ) -> None:
        self._server = _Server(
            address, app, numthreads=THREADS, request_queue_size=BACKLOG, shutdown_timeout=grace_s
        )
        self._server.max_request_header_size = LARGEST_HEAD
        self._server.keep_alive_conn_limit = IDLE_CONNECTIONS
        if tls is not None:
            self._server.ssl_adapter = TlsAdapter(tls)
            self._server.ConnectionClass = TlsConnection
        self._thread = threading.Thread(target=self._server.serve, name="http", daemon=True)

    def start(self) -> None:
        """Listen and begin to answer."""
        self._server.prepare()
        self._thread.start()

    def stop(self) -> None:
        """Take no more requests and answer those in hand; what takes too long is cut off."""
        self._server.stop()
        self._thread.join()


class _Server(Server):
    def error_log(self, msg: str = "", level: int = logging.INFO, traceback: bool = False) -> None:
        """Write to our log what the server would print."""
        log.log(level, "http.server", extra={"what": msg}, exc_info=traceback)
