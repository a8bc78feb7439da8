"""TLS-only listeners of a private broker, and its readiness check over TLS."""

import os
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote

from shared.local.certificates import Issued
from shared.local.ports import LOOPBACK
from shared.local.processes.probe import node_answers

_TIMEOUT_S = 3.0
_GREETING = b"AMQP\x00\x00\x09\x01"


@dataclass(frozen=True, slots=True)
class ServerFiles:
    """Server certificate of the node; `ask_clients` demands client certificates signed by `ca`."""

    files: Issued
    ask_clients: bool = False


def listeners(place: str, tls: ServerFiles | None, home: Path) -> list[str]:
    """Return the listener settings; file names are relative to `home`, the working directory."""
    if tls is None:
        return [f"listeners.tcp.1 = {place}"]
    return [
        "listeners.tcp = none",
        f"listeners.ssl.1 = {place}",
        *_files(tls.files, home),
        "ssl_options.versions.1 = tlsv1.3",
        "ssl_options.versions.2 = tlsv1.2",
        "ssl_options.verify = verify_peer",
        f"ssl_options.fail_if_no_peer_cert = {str(tls.ask_clients).lower()}",
    ]


def address(tls: ServerFiles | None, user: str, port: int, vhost: str) -> str:
    """Return the node's AMQP address; `user` is name:password."""
    scheme = "amqp" if tls is None else "amqps"
    return f"{scheme}://{user}@{LOOPBACK}:{port}/{quote(vhost, safe='')}"


def answers(tls: ServerFiles | None, port: int) -> Callable[[], bool]:
    """Return a readiness check that waits for the first protocol frame of the node."""
    return node_answers(port) if tls is None else partial(_greets, port, tls.files.ca)


def _greets(port: int, ca: Path) -> bool:
    """Return whether a TLS server with a certificate signed by `ca` listens at a port."""
    context = ssl.create_default_context(cafile=ca)
    try:
        with (
            socket.create_connection((LOOPBACK, port), timeout=_TIMEOUT_S) as plain,
            context.wrap_socket(plain, server_hostname=LOOPBACK) as wrapped,
        ):
            wrapped.sendall(_GREETING)
            return bool(wrapped.recv(8))
    except ssl.SSLError as error:  # the node asks for a client certificate, so it is up
        return "certificate required" in str(error).lower()
    except OSError:
        return False


def _files(files: Issued, home: Path) -> list[str]:
    named = {"cacertfile": files.ca, "certfile": files.certificate, "keyfile": files.key}
    return [f"ssl_options.{name} = {os.path.relpath(file, home)}" for name, file in named.items()]
