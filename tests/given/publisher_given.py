"""An HTTP publisher with scripted responses, for the tests of content fetching."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Publisher:
    """Answers one request with the given bytes; `stays` keeps the connection open until stopped."""

    def __init__(self, *parts: bytes, stays: bool = False) -> None:
        self._parts = parts
        self._stays = stays
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._end = threading.Event()
        self.asked = b""
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._answer, daemon=True)
        self._thread.start()

    def _answer(self) -> None:
        connection, _ = self._listener.accept()
        with connection:
            while b"\r\n\r\n" not in self.asked:
                self.asked += connection.recv(65536)
            try:
                for part in self._parts:
                    connection.sendall(part)
            except OSError:
                return  # the client closed the connection early
            if self._stays:
                self._end.wait()

    def stop(self) -> None:
        self._end.set()
        self._thread.join()
        self._listener.close()


@contextmanager
def publisher(*parts: bytes, stays: bool = False) -> Iterator[Publisher]:
    made = Publisher(*parts, stays=stays)
    try:
        yield made
    finally:
        made.stop()


def head(length: int, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n".encode()
