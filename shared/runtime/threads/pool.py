"""Thread pool for HTTP clients: one thread per client that is sending or being served."""

import contextlib
import logging
import queue
import socket
import threading
from typing import Any

LEAST = 8
RESTS_S = 30.0
log = logging.getLogger(__name__)


class Pool:
    """Threads for connections that have data; grows on demand, shrinks when idle.

    A client that sends slowly occupies a thread, so there must be more threads than concurrent
    calls (`MOST_CALLS` in `main.py`); a connection between two requests occupies none.
    """

    def __init__(self, server: Any, most: int) -> None:
        self._server = server
        self._most = most
        self._waiting: queue.Queue[Any] = queue.Queue()
        self._lock = threading.Condition()
        self._in_hand = 0  # connections put but not yet served
        self._busy: dict[threading.Thread, Any] = {}
        self._threads = 0
        self._free = 0
        self._stopping = False

    @property
    def idle(self) -> int:
        """Number of idle threads."""
        return self._free

    @property
    def qsize(self) -> int:
        """Number of connections that wait for a thread."""
        return self._waiting.qsize()

    def start(self) -> None:
        """Do nothing: threads start with the first connections."""

    def put(self, connection: Any) -> None:
        """Queue a connection for reading and response."""
        with self._lock:
            self._in_hand += 1
            self._waiting.put(connection)
            if self._free < self._waiting.qsize() and self._threads < self._most:
                self._threads += 1
                self._free += 1
                threading.Thread(target=self._live, name="http-client", daemon=True).start()

    def stop(self, timeout: float = 5) -> None:
        """Wait for the current connections; cut off those longer than `timeout` seconds."""
        self._stopping = True
        with self._lock:
            self._lock.wait_for(lambda: not self._in_hand, timeout)
        for connection in list(self._busy.values()):
            with contextlib.suppress(OSError):
                connection.socket.shutdown(socket.SHUT_RD)
        for thread in list(self._busy):
            thread.join(1.0)

    def _live(self) -> None:
        while (connection := self._next()) is not None:
            try:
                self._serve(connection)
            except Exception:
                log.exception("http.connection")
            with self._lock:
                self._busy.pop(threading.current_thread(), None)
                self._in_hand -= 1
                self._free += 1
                self._lock.notify_all()

    def _next(self) -> Any:
        """Wait for a connection; None if this thread is no longer needed."""
        while True:
            with contextlib.suppress(queue.Empty):
                found = self._waiting.get(timeout=0.5 if self._stopping else RESTS_S)
                with self._lock:
                    self._free -= 1
                    self._busy[threading.current_thread()] = found
                return found
            with self._lock:
                spare = self._stopping or self._threads > LEAST
                if spare and self._waiting.empty():
                    self._threads -= 1
                    self._free -= 1
                    return None

    def _serve(self, connection: Any) -> None:
        if connection.communicate():
            self._server.put_conn(connection)
        else:
            connection.close()
