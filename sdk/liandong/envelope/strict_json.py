"""JSON as one reading: no name twice in an object, bounded depth, UTF-8 (RFC 8259, RFC 7493).

Parsers differ in which of two members of one name counts, so that one signature would have two
readings. Every byte that comes from somebody else is read here.
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
    """Read JSON, or raise `Malformed`, whose reason begins with `where`.

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
    """Tell whether there are more levels; each turn takes away the innermost one."""
    brackets = _TEXT.sub(b"", raw).translate(_SQUARE, _NO_BRACKETS)
    for _ in range(depth):
        if not brackets:
            return False
        brackets = brackets.replace(b"[]", b"")
    return bool(brackets)


def _may_repeat(raw: bytes, value: Any) -> bool:
    """Tell whether a member was lost in parsing: each one takes a colon along.

    Colons in texts stay as many as they are, unless they are written as escapes.
    """
    if b"\\" in raw and b"\\u003a" in raw.lower():
        return True
    try:
        return raw.count(b":") != orjson.dumps(value).count(b":")
    except orjson.JSONEncodeError:  # more levels than it writes
        return True


def _refuse_repeated(raw: bytes, depth: int, where: str) -> None:
    try:
        json.loads(raw, object_pairs_hook=lambda pairs: _unique(pairs, where))
    except RecursionError:
        raise TooDeep(where, depth) from None
    except ValueError as error:  # numbers of thousands of digits
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
