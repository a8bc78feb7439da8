"""Discards the rest of a request after its response, within bounds, on every host."""

import socket
from collections.abc import Callable
from typing import Any

from shared.config.http_limits import LARGEST_REST, LINGER_S
from shared.web.protocol.framing import Body, BrokenBodyError
from shared.web.protocol.pace import PacedInput

_PIECE = 64 * 1024


def skip(body: Body, pace: PacedInput) -> bool:
    """Read the rest of a body; False if it is too large, too slow or broken: then close."""
    pace.expect_end(LINGER_S)
    room = LARGEST_REST
    try:
        while room > 0 and (piece := body.read(_PIECE)):
            room -= len(piece)
    except (BrokenBodyError, OSError):
        return False
    return body.ended


def linger(connection: Any, read: Callable[[int], bytes], pace: PacedInput) -> None:
    """Shut down sending, and briefly read what still arrives.

    If closed at once, a connection with unread bytes is reset, and its client may never read the
    response (RFC 9112 9.6).
    """
    pace.expect_end(LINGER_S)
    room = LARGEST_REST
    try:
        connection.shutdown(socket.SHUT_WR)
        while room > 0 and (piece := read(_PIECE)):
            room -= len(piece)
    except (OSError, ValueError):
        return
