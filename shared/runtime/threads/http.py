"""HTTP on real threads: a WSGI server with limits and an orderly stop."""

import logging
import threading
from typing import Any

from cheroot.wsgi import Server

from shared.config.http_limits import HttpLimits
from shared.config.tls import ServerContext
from shared.runtime.threads.pool import Pool
from shared.runtime.threads.protocol import HttpClientConnection
from shared.runtime.threads.tls import TlsAdapter, TlsConnection

BACKLOG = 1024
log = logging.getLogger(__name__)


class HttpServer:
    """Serves any number of clients within `limits`; idle connections use no thread."""

    def __init__(
        self,
        address: tuple[str, int],
        app: Any,
        *,
        grace_s: int,
        limits: HttpLimits,
        tls: ServerContext | None = None,
    ) -> None:
        self._server = _Server(address, app, limits, grace_s)
        if tls is not None:
            self._server.ssl_adapter = TlsAdapter(tls)
            self._server.ConnectionClass = TlsConnection
        self._thread = threading.Thread(target=self._server.serve, name="http", daemon=True)

    def start(self) -> None:
        """Listen and start serving."""
        self._server.prepare()
        self._thread.start()

    def stop(self) -> None:
        """Accept no more requests and finish the current ones; slow ones are cut off."""
        self._server.stop()
        self._thread.join()


class _Server(Server):
    ConnectionClass = HttpClientConnection

    def __init__(
        self, address: tuple[str, int], app: Any, limits: HttpLimits, grace_s: int
    ) -> None:
        super().__init__(
            address,
            app,
            request_queue_size=BACKLOG,
            timeout=limits.idle_s,
            shutdown_timeout=grace_s,
        )
        self.limits = limits
        self.keep_alive_conn_limit = limits.connections
        self.requests = Pool(self, limits.connections)
        self._open: set[Any] = set()

    def process_conn(self, conn: Any) -> None:
        """Schedule a connection that has data; a new connection waits until it has."""
        if not conn.fresh:
            self.requests.put(conn)
            return
        conn.fresh = False
        if len(self._open) >= self.limits.connections:
            log.warning("http.full", extra={"connections": len(self._open)})
            conn.close()
            return
        self._open.add(conn)
        self.put_conn(conn)

    def left(self, conn: Any) -> None:
        """Record that a connection is closed."""
        self._open.discard(conn)

    def error_log(self, msg: str = "", level: int = logging.INFO, traceback: bool = False) -> None:
        """Write the server's messages to our log."""
        log.log(level, "http.server", extra={"what": msg}, exc_info=traceback)
