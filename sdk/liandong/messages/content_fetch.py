"""Fetches content from its publisher, bounded in time and size, and checks its hash."""

import hashlib
import http.client
import ssl
import time
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from liandong.envelope.validation import read_dataref
from liandong.errors import LiandongError
from liandong.keys.signer import Signing
from liandong.messages.request_signature import authorization, path_of

CHUNK = 64 * 1024
PATIENCE_S = 30.0
MOST_TOLD = 300


class ContentError(LiandongError):
    """Content could not be fetched."""


class Unreachable(ContentError):
    """The publisher does not answer, or broke off; a retry may succeed."""


class Refused(ContentError):
    """The publisher refuses this content, or does not have it."""


class WrongContent(ContentError):
    """The content differs from the signed hash or size; none of it is returned."""


def fetch(
    address: str,
    publisher: str,
    dataref: str,
    signer: Signing,
    *,
    timeout_s: float = PATIENCE_S,
    now: datetime | None = None,
    tls: ssl.SSLContext | None = None,
) -> bytes:
    """Fetch the content of an event from `publisher` at its address (`http://host:port` or https).

    `signer` signs the request, `timeout_s` limits the whole fetch. Returns exactly the bytes whose
    hash and size the dataref names. `tls` replaces the system's authorities for https. Raises
    `Unreachable`, `Refused` or `WrongContent`.
    """
    digest, size = read_dataref(dataref)
    deadline = time.monotonic() + timeout_s
    header = authorization(digest, publisher, signer, now or datetime.now(UTC))
    try:
        connection = _connection(address, timeout_s, tls)
        try:
            path = urlsplit(address).path.rstrip("/") + path_of(digest)
            connection.request("GET", path, headers={"Authorization": header})
            socket = connection.sock  # the connection drops it once the response begins
            answer = connection.getresponse()
            _check_answer(answer, publisher, size)
            return _read(answer, socket, publisher, (digest, size), deadline)
        finally:
            connection.close()
    except (OSError, ValueError, http.client.HTTPException) as error:
        told = str(error) or type(error).__name__
        raise Unreachable(f"{publisher} does not answer at {address}: {told}") from error


def _connection(
    address: str, timeout_s: float, tls: ssl.SSLContext | None
) -> http.client.HTTPConnection:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("the address must look like http://host:port")
    if parts.scheme == "https":
        return http.client.HTTPSConnection(
            parts.hostname, parts.port, timeout=timeout_s, context=tls
        )
    return http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout_s)


def _check_answer(answer: http.client.HTTPResponse, publisher: str, size: int) -> None:
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Unreachable(f"{publisher} answers {answer.status}")
    if answer.status != HTTPStatus.OK:
        told = answer.read(MOST_TOLD).decode(errors="replace")
        raise Refused(f"{publisher} answers {answer.status}: {told}")
    if answer.length != size:
        raise WrongContent(f"{publisher} offers {answer.length} bytes, {size} were signed")


def _read(
    answer: http.client.HTTPResponse,
    socket: Any,
    publisher: str,
    wanted: tuple[str, int],
    deadline: float,
) -> bytes:
    """Read at most the signed size before the deadline, however slowly the bytes arrive."""
    digest, size = wanted
    content, found = bytearray(), hashlib.sha256()
    while len(content) < size:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError(f"only {len(content)} of {size} bytes came in time")
        socket.settimeout(left)
        chunk = answer.read1(min(CHUNK, size - len(content)))
        if not chunk:
            raise Unreachable(f"{publisher} broke off after {len(content)} of {size} bytes")
        content += chunk
        found.update(chunk)
    if found.hexdigest() != digest:
        raise WrongContent(f"{publisher} gives content with another hash than was signed")
    return bytes(content)
