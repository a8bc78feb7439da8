"""Message headers in a form that every store accepts, unchanged where possible."""

import re
from collections.abc import Mapping
from typing import Any

from pika.data import encode_table

Headers = Mapping[str, Any]
Kept = dict[str, str | bytes]

_UNSAFE = re.compile(r"[\x00-\x1f\x7f.$%]|[\ud800-\udfff]")
LONGEST_WORDS = 2_000


def storable_headers(headers: Headers) -> Kept:
    """Return texts and bytes unchanged, and other values as text.

    A character in a name that some store rejects is written as `%` and its code.
    """
    kept: Kept = {}
    for name, value in headers.items():
        written = readable_name(str(name))
        while written in kept:
            written += "%"
        kept[written] = readable(value)
    return kept


def exact_headers(headers: Headers) -> bytes:
    """Return the headers in AMQP encoding if `storable_headers` is lossy, else b''.

    Headers that AMQP's encoder rejects are returned as their Python repr.
    """
    if all(map(_is_plain, headers.items())):
        return b""
    pieces: list[bytes] = []
    try:
        encode_table(pieces, dict(headers))
    except Exception:  # noqa: BLE001  (the encoder may raise anything; nothing may be lost)
        return _words(dict(headers)).encode("utf-8", "backslashreplace")
    return b"".join(pieces)


def readable_name(name: str) -> str:
    """Return a name that every store accepts and a person can read."""
    return _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", name) or "%"


def readable(value: Any) -> str | bytes:
    """Return a text or bytes unchanged, and other values as text."""
    if isinstance(value, bytes):
        return value
    return storable(value) if isinstance(value, str) else _words(value)


def storable(text: str) -> str:
    """Return a text that every store accepts: lone surrogates are escaped."""
    return text.encode("utf-8", "backslashreplace").decode()


def _is_plain(header: tuple[str, Any]) -> bool:
    name, value = header
    plain_name = isinstance(name, str) and readable_name(name) == name
    return plain_name and isinstance(value, str | bytes) and readable(value) == value


def _words(value: Any) -> str:
    try:
        return storable(repr(value)[:LONGEST_WORDS])
    except Exception as error:  # noqa: BLE001  (nested too deeply, or too large a number to print)
        return f"<{type(value).__name__}: {type(error).__name__}>"
