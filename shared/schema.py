"""Derive a marshmallow schema from a message class; Chinese words for every fault."""

import dataclasses
import types
from collections.abc import Iterator
from dataclasses import MISSING
from datetime import UTC, date, datetime
from enum import Enum
from typing import Annotated, Any, Union, cast, get_args, get_origin, get_type_hints

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, validate

from shared.message import Between, Check, Example, Explain, Length, Title, default_of

MESSAGES = {
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
    str: fields.String,
    float: fields.Float,
    date: fields.Date,
}
INVALID = {
    str: "应为文字",
    bool: "应为 true 或 false",
    int: "应为整数",
    float: "应为数字",
    date: "应为日期，如 2026-10-08",
}


class _Moment(fields.AwareDateTime):
    """An aware instant, kept in UTC."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> datetime:
        return super()._deserialize(value, attr, data, **kwargs).astimezone(UTC)


class _Frozen(fields.List[Any]):
    """A list on the wire, a tuple in code."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        return tuple(super()._deserialize(value, attr, data, **kwargs))


class _Part(fields.Nested):
    """An object on the wire, a message value in code."""

    def __init__(self, made: type[Any], *, strict: bool, **kwargs: Any) -> None:
        super().__init__(schema_of(made, strict=strict), **kwargs)
        self.made = made

    def _deserialize(self, value: Any, attr: Any, data: Any, *args: Any, **kwargs: Any) -> Any:
        return self.made(**super()._deserialize(value, attr, data, *args, **kwargs))


class _Flags(fields.Boolean):
    """Only real booleans: `"yes"` in a legal record is a mistake, not a truth."""

    truthy = {True}  # noqa: RUF012  the library's own attribute
    falsy = {False}  # noqa: RUF012  the library's own attribute

    def _deserialize(self, value: Any, attr: Any, data: Any, **_: Any) -> bool:  # noqa: ARG002  the library's signature
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class _Whole(fields.Integer):
    """Only real integers, neither "5" nor 5.0 nor true."""

    def _validated(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("invalid", input=value)
        return value


SCALARS |= {bool: _Flags, int: _Whole}


def schema_of(cls: type[Any], *, strict: bool = False) -> Schema:
    """Build the schema of a message class.

    Readers of events ignore unknown fields, so that a field can be added; `strict` refuses them,
    because a clerk's misspelt field must not vanish.
    """
    hints = get_type_hints(cls, include_extras=True)
    members: dict[str, Any] = {
        field.name: field_of(hints[field.name], default_of(field), strict=strict)
        for field in dataclasses.fields(cls)
    }
    for name, member in members.items():
        member.metadata.setdefault("x-title-en", name.replace("_", " "))
    made = type(cls.__name__, (Schema,), {**members, "error_messages": MESSAGES})
    return cast(Schema, made(unknown=RAISE if strict else EXCLUDE))


def field_of(hint: Any, default: Any = MISSING, *, strict: bool = False) -> fields.Field[Any]:
    """Build the field of one annotation; `TypeError` for a type that no contract can carry."""
    base, markers = unwrap(hint)
    base, nullable = optional(base)
    inner, more = unwrap(base)
    options: dict[str, Any] = {
        "metadata": dict(_metadata((*more, *markers))),
        "validate": list(_validators((*more, *markers))),
        "allow_none": nullable,
        "error_messages": {**MESSAGES, "invalid": INVALID.get(inner, MESSAGES["invalid"])},
    }
    if default is MISSING:
        options["required"] = True
    else:
        options["load_default"] = default
    return _build(inner, options, strict=strict)


def unwrap(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """Split an annotation into its type and its markers."""
    if get_origin(hint) is Annotated:
        base, *markers = get_args(hint)
        return base, tuple(markers)
    return hint, ()


def optional(hint: Any) -> tuple[Any, bool]:
    """Split `X | None` into X and whether None is allowed; `TypeError` for other unions."""
    if get_origin(hint) not in (Union, types.UnionType):
        return hint, False
    members = [member for member in get_args(hint) if member is not type(None)]
    if len(members) != 1:
        raise TypeError(f"a message field cannot be one of several types: {hint}")
    return members[0], True


def _build(base: Any, options: dict[str, Any], *, strict: bool) -> fields.Field[Any]:
    words = options["error_messages"]
    if get_origin(base) is tuple:
        words["invalid"] = "应为列表"
        return _Frozen(field_of(get_args(base)[0], strict=strict), **options)
    if get_origin(base) is dict:
        words["invalid"] = "应为对象"
        return fields.Dict(keys=fields.String(), **options)
    if base is datetime:
        for word in ("invalid", "invalid_awareness"):
            words[word] = "应为带时区的时间，如 2026-10-08T09:00:00+08:00"
        return _Moment(**options)
    if isinstance(base, type) and issubclass(base, Enum):
        words["unknown"] = "应为下列之一：{choices}"
        return fields.Enum(base, by_value=fields.String, **options)
    if dataclasses.is_dataclass(base) and isinstance(base, type):
        return _Part(base, strict=strict, **options)
    if base in SCALARS:
        return SCALARS[base](**options)
    raise TypeError(f"no contract can carry a field of type {base!r}")


def _metadata(markers: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    for marker in markers:
        if isinstance(marker, Title):
            yield "title", marker.zh
            if marker.en:
                yield "x-title-en", marker.en
        if isinstance(marker, Example):
            yield "examples", [marker.value]


def _validators(markers: tuple[Any, ...]) -> Iterator[Any]:
    for marker in markers:
        match marker:
            case Check(holds, message):
                yield _checker(holds, message)
            case Explain(fault):
                yield _explainer(fault)
            case Length(least, most):
                words = f"长度应在 {least} 至 {most} 之间"
                yield validate.Length(min=least, max=most, error=words)
            case Between(least, most):
                yield validate.Range(min=least, max=most, error=f"应在 {least:g} 至 {most:g} 之间")


def _checker(holds: Any, message: str) -> Any:
    def check(value: Any) -> None:
        if not holds(value):
            raise ValidationError(message)

    return check


def _explainer(fault: Any) -> Any:
    def explain(value: Any) -> None:
        if (message := fault(value)) is not None:
            raise ValidationError(message)

    return explain
