"""Headers of a message in a form that every store takes: as they are where that is possible."""

import re
from collections.abc import Mapping
from typing import Any

from pika.data import encode_table

Headers = Mapping[str, Any]
Kept = dict[str, str | bytes]

_UNSAFE = re.compile(r"[\x00-\x1f\x7f.$%]|[\ud800-\udfff]")
LONGEST_WORDS = 2_000


def storable_headers(headers: Headers) -> Kept:
    """Keep texts and bytes as they are, and anything else in words.

    A character of a name that not every store takes is written as `%` and its number.
    """
    kept: Kept = {}
    for name, value in headers.items():
        written = readable_name(str(name))
        while written in kept:
            written += "%"
        kept[written] = readable(value)
    return kept


def exact_headers(headers: Headers) -> bytes:
    """Return the headers as AMQP's own bytes where `storable_headers` loses some, else b''.

    What not even AMQP's encoder takes is kept in Python's words.
    """
    if all(map(_is_plain, headers.items())):
        return b""
    pieces: list[bytes] = []
    try:
        encode_table(pieces, dict(headers))
    except Exception:  # noqa: BLE001  (the encoder raises what it likes; nothing may be lost)
        return _words(dict(headers)).encode("utf-8", "backslashreplace")
    return b"".join(pieces)


def readable_name(name: str) -> str:
    """Write a name so that every store takes it and a person can read it."""
    return _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", name) or "%"


def readable(value: Any) -> str | bytes:
    """Give a text or bytes as they are, and anything else in words."""
    if isinstance(value, bytes):
        return value
    return storable(value) if isinstance(value, str) else _words(value)


def storable(text: str) -> str:
    """Give a text that every store takes: half a surrogate pair is written as its number."""
    return text.encode("utf-8", "backslashreplace").decode()


def _is_plain(header: tuple[str, Any]) -> bool:
    name, value = header
    plain_name = isinstance(name, str) and readable_name(name) == name
    return plain_name and isinstance(value, str | bytes) and readable(value) == value


def _words(value: Any) -> str:
    try:
        return storable(repr(value)[:LONGEST_WORDS])
    except Exception as error:  # noqa: BLE001  (too deep, or too large a number to be written)
        return f"<{type(value).__name__}: {type(error).__name__}>"
