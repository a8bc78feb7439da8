"""Valid JSON that no store can hold unchanged: faults with their paths."""

import json
import re
from collections.abc import Iterator
from typing import Any

import orjson

from shared.errors import FieldError
from shared.texts.free_form import LARGEST

MOST_FAULTS = 20
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LONG = re.compile(rb"[0-9]{19}")
_BRANCH = (dict, list)


def unkeepable(body: dict[str, Any], raw: bytes) -> tuple[FieldError, ...]:
    """List values that cannot be stored: integers over 64 bits, control characters.

    `raw` is the source of `body`: the parser rounds integers over 64 bits.
    """
    if _LONG.search(raw):
        body = json.loads(raw)
    found: list[FieldError] = []
    for fault in _faults(body):
        found.append(fault)
        if len(found) == MOST_FAULTS:
            break
    return tuple(found)


def too_deep(raw: bytes, depth: int) -> str:
    """Return the name of an object's member with more than `depth` levels; empty if none."""
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return ""
    members = body.items() if isinstance(body, dict) else ()
    return next((name for name, value in members if _levels_exceed(value, depth - 1)), "")


def _levels_exceed(value: Any, depth: int) -> bool:
    level = [value] if isinstance(value, _BRANCH) else []
    while level and depth > 0:
        depth -= 1
        level = [inner for node in level for inner in _inner(node) if isinstance(inner, _BRANCH)]
    return bool(level)


def _inner(node: Any) -> Any:
    return node.values() if isinstance(node, dict) else node


def _faults(body: dict[str, Any]) -> Iterator[FieldError]:
    waiting: list[tuple[str, Any]] = [("", body)]
    while waiting:
        path, node = waiting.pop()
        members = node.items() if isinstance(node, dict) else enumerate(node)
        for name, value in members:
            if isinstance(name, str) and not name.isprintable():
                yield FieldError(path or "请求体", f"有一个字段名含有控制字符：{name[:40]!a}")
            elif isinstance(value, _BRANCH):
                waiting.append((_joined(path, name), value))
            elif (words := _fault(value)) is not None:
                yield FieldError(_joined(path, name), words)


def _fault(value: Any) -> str | None:
    if isinstance(value, str):
        return "含有控制字符，请删除后重新填写" if _CONTROL.search(value) else None
    if isinstance(value, int) and not -LARGEST <= value < LARGEST:
        return "数值过大，超出 64 位整数的范围"
    return None


def _joined(path: str, name: str | int) -> str:
    return f"{path}.{name}" if path else str(name)
