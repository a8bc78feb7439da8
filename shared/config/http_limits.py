"""Limits on the time and memory that an HTTP client may use; the same on every runtime host."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

LONGEST_LINE = 8 * 1024
"""Bytes of a request line, or of one header."""
LARGEST_HEAD = 64 * 1024
"""Bytes of a request line and all headers."""
MOST_HEADERS = 100
LARGEST_BODY = 2 * 1024 * 1024
"""Bytes of a JSON body."""
LINGER_S = 3.0
"""Seconds for which the rest of a refused body is read, so that the client can read the answer."""
LARGEST_REST = 32 * 1024 * 1024
"""Bytes of the rest of a refused body that are read at most."""

_SETTINGS = {
    "idle_s": ("LIANDONG_HTTP_IDLE_S", 3600),
    "head_s": ("LIANDONG_HTTP_HEAD_S", 600),
    "body_s": ("LIANDONG_HTTP_BODY_S", 600),
    "body_rate": ("LIANDONG_HTTP_BODY_RATE", 10**9),
    "connections": ("LIANDONG_HTTP_CONNECTIONS", 10**6),
}
"""The setting of each limit, and its maximum."""


class BadLimitError(ValueError):
    """A limit is not a number, or out of bounds; the text names the setting."""


@dataclass(frozen=True, slots=True)
class HttpLimits:
    """Limits after which a slow or idle connection is closed.

    `idle_s`: seconds without a request. `head_s`: seconds from the first byte of a request to the
    end of its headers. `body_s`: seconds in which a body may arrive at any rate; after that its
    average must be at least `body_rate` bytes per second. An answer that the client does not read
    for `idle_s` closes the connection, too. `connections`: maximum open at a time; further ones are
    closed.
    """

    idle_s: int = 30
    head_s: int = 10
    body_s: int = 10
    body_rate: int = 4096
    connections: int = 4000

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "HttpLimits":
        """Read `LIANDONG_HTTP_IDLE_S` and so on; `BadLimitError` names the faulty setting."""
        return cls(
            **{limit.name: _read(env, limit.name, int(str(limit.default))) for limit in fields(cls)}
        )


DEFAULTS = HttpLimits()


def _read(env: Mapping[str, str], name: str, default: int) -> int:
    setting, most = _SETTINGS[name]
    text = env.get(setting) or str(default)
    if not (text.isascii() and text.isdecimal() and len(text) <= 9 and 1 <= int(text) <= most):
        raise BadLimitError(f"{setting} must be a whole number from 1 to {most}, not {text!r}.")
    return int(text)
