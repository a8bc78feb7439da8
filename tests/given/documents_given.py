"""Documents of any type with made-up values, for tests that walk all types."""

import dataclasses
from datetime import UTC, date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

MOMENT = datetime(2026, 10, 8, 1, 0, tzinfo=UTC)
SIMPLE: dict[Any, Any] = {
    str: "某某",
    int: 1,
    float: 1.0,
    bool: False,
    bytes: b"",
    date: MOMENT.date(),
    datetime: MOMENT,
}


def a_document(kind: type[Any], **values: Any) -> Any:
    """Make a document with these values; all other required fields get made-up ones."""
    hints = get_type_hints(kind)
    required = {
        field.name: _value(hints[field.name])
        for field in dataclasses.fields(kind)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }
    return kind(**required | values)


def _value(hint: Any) -> Any:
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return None if NoneType in parts else _value(parts[0])
    if origin is Literal:
        return parts[0]
    if origin in (tuple, list, dict):
        return origin()
    if hint is Any:
        return None
    if hint in SIMPLE:
        return SIMPLE[hint]
    if issubclass(hint, Enum):
        return next(iter(hint))
    return a_document(hint)
