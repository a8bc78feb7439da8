"""Parses deliveries from AMQP 0-9-1 frames without building an object for each frame.

No header that a sender can craft raises here: unreadable headers are dropped, so the message has
no valid signature and the receiver puts it into the quarantine.
"""

import struct
from collections.abc import Mapping
from typing import Any, NamedTuple

from pika.data import decode_value

from liandong.amqp.delivery import Delivery

METHOD, HEADER, BODY = 1, 2, 3
_DELIVER = b"\x00\x3c\x00\x3c"  # class Basic, method Deliver
_CONTENT = struct.Struct(">HHQH")
_TAG = struct.Struct(">QB")
_LENGTH = struct.Struct(">I")
_HAS_TYPE, _HAS_ENCODING, _HAS_HEADERS = 0x8000, 0x4000, 0x2000
_TEXT, _BYTES = ord("S"), ord("x")


class _Method(NamedTuple):
    channel: int
    consumer: str
    tag: int
    redelivered: bool
    exchange: str
    routing_key: str


class DeliveryParser:
    """Assembles deliveries from method, header and any number of body frames, in `ready`."""

    def __init__(self, queues: Mapping[str, str]) -> None:
        self.ready: list[Delivery] = []
        self._queues = queues  # by consumer tag
        self._method: _Method | None = None
        self._headers: Mapping[str, Any] = {}
        self._missing = 0
        self._parts: list[bytes] = []

    def feed(self, kind: int, channel: int, buffer: bytes, start: int, stop: int) -> bool:
        """Consume `buffer[start:stop]`, the payload of a frame; False if it is of no delivery."""
        if kind == METHOD:
            if buffer[start : start + 4] != _DELIVER:
                return False
            self._method = _read_method(channel, buffer, start + 4)
            return True
        method = self._method
        if method is None or method.channel != channel:
            return False
        if kind == HEADER:
            self._missing = _CONTENT.unpack_from(buffer, start)[2]
            self._headers = read_headers(buffer, start)
        else:
            self._missing -= stop - start
            self._parts.append(buffer[start:stop])
        if self._missing <= 0:
            self._finish(method)
        return True

    def _finish(self, method: _Method) -> None:
        parts = self._parts
        body = parts[0] if len(parts) == 1 else b"".join(parts)
        _, consumer, tag, redelivered, exchange, routing_key = method
        queue = self._queues.get(consumer, "")
        self.ready.append(
            Delivery(queue, body, self._headers, tag, redelivered, exchange, routing_key)
        )
        self._method = None
        parts.clear()


def read_headers(buffer: bytes, start: int) -> Mapping[str, Any]:
    """Return the headers of a content header frame; empty if they cannot be read."""
    flags = _CONTENT.unpack_from(buffer, start)[3]
    if not flags & _HAS_HEADERS:
        return {}
    at = start + _CONTENT.size
    for skipped in (_HAS_TYPE, _HAS_ENCODING):
        if flags & skipped:
            at += 1 + buffer[at]
    try:
        return _read_table(buffer, at)
    except Exception:  # noqa: BLE001  (pika's decoder may raise anything; see the module)
        return {}


def _read_table(buffer: bytes, at: int) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    end = at + 4 + _LENGTH.unpack_from(buffer, at)[0]
    at += 4
    while at < end:
        name, at = _read_short(buffer, at)
        kind = buffer[at]
        if kind in (_TEXT, _BYTES):
            begin = at + 5
            at = begin + _LENGTH.unpack_from(buffer, at + 1)[0]
            value = buffer[begin:at]
            headers[name] = value if kind == _BYTES else _text_or_bytes(value)
        else:
            headers[name], at = decode_value(buffer, at)
    return headers


def _read_method(channel: int, buffer: bytes, at: int) -> _Method:
    consumer, at = _read_short(buffer, at)
    tag, redelivered = _TAG.unpack_from(buffer, at)
    exchange, at = _read_short(buffer, at + _TAG.size)
    routing_key, _ = _read_short(buffer, at)
    return _Method(channel, consumer, tag, bool(redelivered & 1), exchange, routing_key)


def _read_short(buffer: bytes, at: int) -> tuple[str, int]:
    end = at + 1 + buffer[at]
    return str(buffer[at + 1 : end], "utf-8", "replace"), end


def _text_or_bytes(value: bytes) -> str | bytes:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value
