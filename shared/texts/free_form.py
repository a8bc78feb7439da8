"""Validation of free-form objects: only values that every store can hold."""

from collections.abc import Iterator
from math import isfinite
from typing import Any

from liandong.envelope.strict_json import DEPTH

LARGEST = 2**63
"""Numbers lie below it, and their negatives above: 64 bits with a sign."""


def fault_in(value: dict[Any, Any]) -> str | None:
    """Return in a Chinese sentence why an object cannot be stored; None if it can."""
    return next(_faults(value, "", 1), None)


def _faults(value: Any, path: str, depth: int) -> Iterator[str]:
    if depth > DEPTH:
        yield f"嵌套不得超过 {DEPTH} 层"
        return
    if isinstance(value, dict):
        for name, inner in value.items():
            if fault := _name_fault(name):
                yield f"{path}{fault}"
            yield from _inner(inner, f"{path}{str(name)[:100]}.", depth)
    else:
        for place, inner in enumerate(value):
            yield from _inner(inner, f"{path}{place}.", depth)


def _inner(value: Any, path: str, depth: int) -> Iterator[str]:
    if isinstance(value, dict | list | tuple):
        yield from _faults(value, path, depth + 1)
    elif isinstance(value, int | float) and not _fits(value):
        yield f"{path[:-1]}：数值须在 64 位整数的范围内"


def _name_fault(name: Any) -> str | None:
    if not isinstance(name, str):
        return f"字段名应为文字，不能是 {name!r}"
    if "\0" in name or name.startswith("$"):
        return f"字段名 {name[:100]!r} 不可用：不能含空字符，不能以 $ 开头"
    return None


def _fits(number: float) -> bool:
    return isfinite(number) and -LARGEST <= number < LARGEST
