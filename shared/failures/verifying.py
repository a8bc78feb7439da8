"""Verifying an export offline: nothing but the file and a trust list is needed."""

import base64
import binascii
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from liandong.errors import BadSignature, Malformed
from liandong.signing import KeyRing, open_message


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a line of an export is worth: `fault` is empty if its signature verifies."""

    id: str
    says: str
    fault: str


def verify(lines: Iterable[bytes], ring: KeyRing) -> Iterator[Verdict]:
    """Check each line of an export against a trust list."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _checked(line, number, ring)


def _checked(line: bytes, number: int, ring: KeyRing) -> Verdict:
    try:
        told = orjson.loads(line)
        body = base64.b64decode(told["body"], validate=True)
        headers = {name: _value(at) for name, at in told["headers"].items()}
        name = str(told["id"])
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        return Verdict(f"第 {number} 行", "", "不是导出的记录")
    try:
        event = open_message(body, headers, ring)
    except (BadSignature, Malformed) as error:
        return Verdict(name, "", str(error))
    says = f"{event.department} {event.routing_key} {event.subject} 第 {event.sequence} 号"
    return Verdict(name, says, "")


def _value(at: Any) -> str | bytes:
    return at if isinstance(at, str) else base64.b64decode(at["base64"], validate=True)
