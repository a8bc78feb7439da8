"""Strict JSON: no duplicate names in an object, bounded depth, UTF-8 (RFC 8259, RFC 7493).

Parsers differ in which of two members with the same name they keep, so a signed message could be
read in two ways. All JSON from other parties is parsed here.
"""

import codecs
import json
import re
from typing import Any

import orjson

from liandong.errors import DuplicateName, Malformed, NotJson, NotUtf8, TooDeep

DEPTH = 64
"""Levels of lists and objects that may lie in one another; MongoDB ends at 100."""

_TEXT = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"')
_BRACKETS = b"[]{}"
_SQUARE = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(sorted(set(range(256)) - set(_BRACKETS)))


def loads(raw: bytes, *, depth: int = DEPTH, where: str = "body") -> Any:
    """Parse JSON, or raise `Malformed`, whose reason begins with `where`.

    Raises `NotUtf8`, `NotJson`, `TooDeep` (more than `depth` levels) or `DuplicateName`.
    """
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise _unreadable(raw, error, where) from error
    if raw.count(b"{") + raw.count(b"[") > depth and _is_deeper(raw, depth):
        raise TooDeep(where, depth)
    if _may_repeat(raw, value):
        _refuse_repeated(raw, depth, where)
    return value


def _is_deeper(raw: bytes, depth: int) -> bool:
    """Return whether there are more than `depth` levels; each turn removes the innermost one."""
    brackets = _TEXT.sub(b"", raw).translate(_SQUARE, _NO_BRACKETS)
    for _ in range(depth):
        if not brackets:
            return False
        brackets = brackets.replace(b"[]", b"")
    return bool(brackets)


def _may_repeat(raw: bytes, value: Any) -> bool:
    """Return whether parsing may have dropped a duplicate member, by the number of colons.

    Each member has one colon; those in texts are the same in number unless written as escapes.
    """
    if b"\\" in raw and b"\\u003a" in raw.lower():
        return True
    try:
        return raw.count(b":") != orjson.dumps(value).count(b":")
    except orjson.JSONEncodeError:  # more levels than orjson can write
        return True


def _refuse_repeated(raw: bytes, depth: int, where: str) -> None:
    try:
        json.loads(raw, object_pairs_hook=lambda pairs: _unique(pairs, where))
    except RecursionError:
        raise TooDeep(where, depth) from None
    except ValueError as error:  # such as a number with thousands of digits
        raise NotJson(where, str(error)) from error


def _unique(pairs: list[tuple[str, Any]], where: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise DuplicateName(where, name)
        found[name] = value
    return found


def _unreadable(raw: bytes, error: orjson.JSONDecodeError, where: str) -> Malformed:
    if raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return NotUtf8(where)
    try:
        raw.decode()
    except UnicodeDecodeError:
        return NotUtf8(where)
    return NotJson(where, str(error))
