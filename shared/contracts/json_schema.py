"""JSON Schema 2020-12 and examples of messages, from the classes that also validate them."""

import dataclasses
from datetime import date, datetime
from enum import Enum
from typing import Any, cast, get_args, get_origin, get_type_hints

from apispec.ext.marshmallow.openapi import OpenAPIConverter

from shared.messages.annotations import split_annotated, split_optional
from shared.messages.declare import Example, field_default
from shared.messages.schema import schema_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DEFAULT_EXAMPLES: dict[Any, Any] = {
    str: "某某",
    bool: True,
    int: 1,
    float: 1.0,
    date: "2026-10-08",
    datetime: "2026-10-08T01:00:00Z",
}
_CONVERTER = OpenAPIConverter("3.1.0", schema_name_resolver=lambda _: None, spec=None)  # type: ignore[arg-type]


def json_schema(cls: type[Any]) -> dict[str, Any]:
    """Describe a message or document class; nested parts are inlined."""
    described: dict[str, Any] = _CONVERTER.schema2jsonschema(schema_of(cls))  # type: ignore[no-untyped-call]
    title = _title(cls)
    return {"title": title, **described} if title else described


def example_of(cls: type[Any], *, full: bool = False) -> dict[str, Any]:
    """Make a valid example in JSON types from the examples of the fields.

    Optional fields without an example are left out, unless `full`.
    """
    hints = get_type_hints(cls, include_extras=True)
    return {
        field.name: _example(hints[field.name], full=full)
        for field in dataclasses.fields(cls)
        if full or field_default(field) is dataclasses.MISSING or _examples(hints[field.name])
    }


def _examples(hint: Any) -> list[Any]:
    _, markers = split_annotated(hint)
    return [marker.value for marker in markers if isinstance(marker, Example)]


def _example(hint: Any, *, full: bool) -> Any:
    if given := _examples(hint):
        return given[-1]
    base, _ = split_optional(split_annotated(hint)[0])
    if given := _examples(base):
        return given[-1]
    base, _ = split_annotated(base)
    if get_origin(base) is tuple:
        return [_example(get_args(base)[0], full=full)]
    if dataclasses.is_dataclass(base):
        return example_of(cast(type[Any], base), full=full)
    if isinstance(base, type) and issubclass(base, Enum):
        return next(iter(base)).value
    if base in DEFAULT_EXAMPLES:
        return DEFAULT_EXAMPLES[base]
    raise TypeError(f"give an Example for a field of type {hint!r}")


def _title(cls: type[Any]) -> str:
    meta = getattr(cls, "__message__", None) or getattr(cls, "__document__", None)
    return str(meta.title) if meta else ""
