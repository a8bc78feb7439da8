"""Readiness checks of local servers."""

import http.client
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from shared.local.errors import LocalError
from shared.local.ports import LOOPBACK

_USUAL_PORTS = {"amqp": 5672, "amqps": 5671, "mongodb": 27017}
_TIMEOUT_S = 3.0


def ready_at(address: str, ca: Path | None = None) -> Callable[[], bool]:
    """Return a check of `/readyz` at `http://host:port`.

    `ca` is the file of trusted authorities for an https address.
    """
    parts = urlsplit(address)

    def ready() -> bool:
        connection = http.client.HTTPConnection(parts.netloc, timeout=_TIMEOUT_S)
        if parts.scheme == "https":
            context = ssl.create_default_context(cafile=ca)
            connection = http.client.HTTPSConnection(
                parts.netloc, timeout=_TIMEOUT_S, context=context
            )
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return ready


def require_server(url: str, setting: str) -> None:
    """Raise LocalError that names the setting if no server listens at the address."""
    places = _places(url)
    if places and not any(listens(host, port) for host, port in places):
        names = ", ".join(f"{host}:{port}" for host, port in places)
        raise LocalError(f"Nothing answers at {names}, which {setting} names.")


def node_answers(port: int) -> Callable[[], bool]:
    """Return a check that waits for a broker's first protocol frame.

    An open port alone is not enough: it opens before the broker can serve.
    """
    return lambda: bool(_first_answer(port, b"AMQP\x00\x00\x09\x01"))


def mapper_answers(port: int) -> Callable[[], bool]:
    """Return a check that asks a port mapper for the names of its nodes."""
    return lambda: _first_answer(port, b"\x00\x01n") is not None


def listens(host: str, port: int) -> bool:
    """Return whether a server accepts connections there."""
    try:
        socket.create_connection((host, port), timeout=_TIMEOUT_S).close()
    except OSError:
        return False
    return True


def _first_answer(port: int, question: bytes) -> bytes | None:
    """Send bytes to a local port and return the first 8 bytes of the reply; None if none came."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=_TIMEOUT_S) as connection:
            connection.sendall(question)
            return connection.recv(8)
    except OSError:
        return None


def _places(url: str) -> list[tuple[str, int]]:
    """List the hosts and ports of an address; empty for schemes resolved by DNS, such as SRV."""
    parts = urlsplit(url)
    usual = _USUAL_PORTS.get(parts.scheme)
    if usual is None:
        return []
    hosts = parts.netloc.rpartition("@")[2].split(",")
    split = [urlsplit(f"//{host}") for host in hosts]
    return [(place.hostname or "localhost", place.port or usual) for place in split]
