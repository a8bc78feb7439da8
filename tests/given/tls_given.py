"""TLS for tests: certificates of a test authority, and a TLS proxy for a plain server."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from shared.clock.system import system_clock
from shared.local.certificates import Issued, issue


def issued(folder: Path, name: str = "server") -> Issued:
    """Issue a valid certificate by the authority in the folder."""
    return issue(folder, name, system_clock())


def expired(folder: Path, name: str = "server") -> Issued:
    """Issue a certificate that expired yesterday by the authority in the folder."""
    issued(folder, "authority-of-today")
    long_ago = system_clock() - timedelta(days=31)
    return issue(folder, name, long_ago, lifetime=timedelta(days=30))


def both_in_one(files: Issued) -> Path:
    """Write certificate and key into one file, as MongoDB requires."""
    made = files.certificate.with_suffix(".both.pem")
    made.write_bytes(files.certificate.read_bytes() + files.key.read_bytes())
    return made


class TlsEnd:
    """Terminates TLS for a local server; `clients` lists the client name of each handshake."""

    def __init__(self, target: tuple[str, int], files: Issued, *, ask_clients: bool) -> None:
        self._target = target
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._context.load_cert_chain(files.certificate, files.key)
        if ask_clients:
            self._context.verify_mode = ssl.CERT_REQUIRED
            self._context.load_verify_locations(files.ca)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.clients: list[str] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            client = self._context.wrap_socket(connection, server_side=True)
        except OSError:
            connection.close()
            return
        self.clients.append(_name_of(client))
        server = socket.create_connection(self._target)
        threading.Thread(target=_pump, args=(server, client), daemon=True).start()
        _pump(client, server)


def _name_of(client: ssl.SSLSocket) -> str:
    subject = (client.getpeercert() or {}).get("subject", ())
    return next((value for part in subject for name, value in part if name == "commonName"), "")


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            sink.sendall(piece)
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextmanager
def tls_end(port: int, files: Issued, *, ask_clients: bool = False) -> Iterator[TlsEnd]:
    made = TlsEnd(("127.0.0.1", port), files, ask_clients=ask_clients)
    try:
        yield made
    finally:
        made.close()
