"""Derive a marshmallow schema from a message class, with Chinese messages for every fault."""

import dataclasses
from dataclasses import MISSING
from datetime import date, datetime
from enum import Enum
from typing import Any, cast, get_args, get_origin, get_type_hints

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, validate

from shared.messages.annotations import split_annotated, split_optional
from shared.messages.declare import Between, field_default
from shared.messages.field_types import (
    Day,
    FreeForm,
    Number,
    Prose,
    StrictBoolean,
    StrictInteger,
    TupleField,
    UtcDateTime,
)
from shared.messages.validators import metadata_of, validators_of
from shared.texts.free_form import LARGEST

ERROR_MESSAGES = {
    "required": "必填，未提供",
    "null": "不能为空",
    "invalid": "类型或格式不对",
    "validator_failed": "不符合要求",
    "invalid_utf8": "不是有效的 UTF-8 文本",
    "type": "应是一个对象",
    "unknown": "没有这个字段",
    "special": "不是有效的数值",
    "too_large": "数值过大",
}
SCALARS: dict[Any, type[fields.Field[Any]]] = {
    bool: StrictBoolean,
    int: StrictInteger,
    float: Number,
    date: Day,
}
WHOLE_BOUNDS = validate.Range(
    min=-LARGEST, max=LARGEST - 1, error="整数过大：须在 64 位整数的范围内"
)
INVALID = {
    str: "应为文字",
    bool: "应为 true 或 false",
    int: "应为整数",
    float: "应为数字",
    date: "应为日期，如 2026-10-08",
}


class NestedMessage(fields.Nested):
    """An object on the wire, a message value in code."""

    def __init__(self, made: type[Any], *, strict: bool, **kwargs: Any) -> None:
        super().__init__(schema_of(made, strict=strict), **kwargs)
        self.made = made
        self.fault = made.__message__.fault if strict and hasattr(made, "__message__") else None

    def _deserialize(self, value: Any, attr: Any, data: Any, *args: Any, **kwargs: Any) -> Any:
        part = self.made(**super()._deserialize(value, attr, data, *args, **kwargs))
        if self.fault is not None and (found := self.fault(part)) is not None:
            raise ValidationError({found[0]: [found[1]]})
        return part


def schema_of(cls: type[Any], *, strict: bool = False) -> Schema:
    """Build the schema of a message class.

    Readers of events ignore unknown fields, so that a field can be added; `strict` refuses them,
    because a clerk's misspelt field must not vanish.
    """
    hints = get_type_hints(cls, include_extras=True)
    members: dict[str, Any] = {
        field.name: field_of(hints[field.name], field_default(field), strict=strict)
        for field in dataclasses.fields(cls)
    }
    for name, member in members.items():
        member.metadata.setdefault("x-title-en", name.replace("_", " "))
    made = type(cls.__name__, (Schema,), {**members, "error_messages": ERROR_MESSAGES})
    return cast(Schema, made(unknown=RAISE if strict else EXCLUDE))


def field_of(hint: Any, default: Any = MISSING, *, strict: bool = False) -> fields.Field[Any]:
    """Build the marshmallow field of one annotation; raises `TypeError` for an unsupported type."""
    base, markers = split_annotated(hint)
    base, nullable = split_optional(base)
    inner, more = split_annotated(base)
    options: dict[str, Any] = {
        "metadata": dict(metadata_of((*more, *markers))),
        "validate": list(validators_of((*more, *markers))),
        "allow_none": nullable,
        "error_messages": {
            **ERROR_MESSAGES,
            "invalid": INVALID.get(inner, ERROR_MESSAGES["invalid"]),
        },
    }
    if inner is int and not any(isinstance(marker, Between) for marker in (*more, *markers)):
        options["validate"].append(WHOLE_BOUNDS)
    if default is MISSING:
        options["required"] = True
    else:
        options["load_default"] = default
    if inner is str:
        return Prose((*more, *markers), strict=strict, **options)
    if get_origin(inner) is dict:
        options["error_messages"]["invalid"] = "应为对象"
        return FreeForm((*more, *markers), **options)
    return _build(inner, options, strict=strict)


def _build(base: Any, options: dict[str, Any], *, strict: bool) -> fields.Field[Any]:
    words = options["error_messages"]
    if get_origin(base) is tuple:
        words["invalid"] = "应为列表"
        return TupleField(field_of(get_args(base)[0], strict=strict), **options)
    if base is datetime:
        for word in ("invalid", "invalid_awareness"):
            words[word] = "应为带时区的时间，如 2026-10-08T09:00:00+08:00"
        return UtcDateTime(**options)
    if isinstance(base, type) and issubclass(base, Enum):
        words["unknown"] = "应为下列之一：{choices}"
        return fields.Enum(base, by_value=fields.String, **options)
    if dataclasses.is_dataclass(base) and isinstance(base, type):
        return NestedMessage(base, strict=strict, **options)
    if base in SCALARS:
        return SCALARS[base](**options)
    raise TypeError(f"no contract can carry a field of type {base!r}")
