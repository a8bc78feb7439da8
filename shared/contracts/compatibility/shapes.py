"""The parts of the contracts on which others rely, without titles, examples and descriptions."""

from collections.abc import Mapping
from typing import Any

import orjson

STRUCTURE = {
    "$ref",
    "additionalProperties",
    "const",
    "contentEncoding",
    "default",
    "enum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "pattern",
    "required",
    "type",
    "x-rule",
}
VERBS = ("get", "post", "put", "delete")
FIELDS = (
    "x-publishers",
    "x-classification",
    "x-recipient",
    "x-subject",
    "x-effective",
    "x-sealed-for",
)
Shapes = dict[str, Any]


def shapes_of(files: Mapping[str, bytes]) -> Shapes:
    """Reduce contract files, by path, to the shapes of `events` and `apis`."""
    made: Shapes = {"events": {}, "apis": {}}
    for path, text in sorted(files.items()):
        folder, _, name = path.removesuffix(".json").partition("/")
        if folder == "events":
            made["events"][name] = _event(orjson.loads(text))
        elif folder == "openapi":
            made["apis"][name] = _api(orjson.loads(text))
    return made


def _event(schema: Mapping[str, Any]) -> Shapes:
    return {key: schema[key] for key in FIELDS if schema.get(key)} | {
        "schema": _without_annotations(schema)
    }


def _api(document: Mapping[str, Any]) -> Shapes:
    named = document.get("components", {}).get("schemas", {})
    return {
        "named": {name: _without_annotations(schema) for name, schema in named.items()},
        "operations": {
            f"{verb.upper()} {path}": _operation(item[verb])
            for path, item in document["paths"].items()
            for verb in VERBS
            if verb in item
        },
    }


def _operation(told: Mapping[str, Any]) -> Shapes:
    body = told.get("requestBody")
    return {
        "parameters": {
            f"{parameter['in']} {parameter['name']}": {
                "required": parameter.get("required", False),
                "schema": _without_annotations(parameter.get("schema", {})),
            }
            for parameter in told.get("parameters", ())
        },
        "roles": sorted(told.get("x-roles", ())),
        "body": {"required": body.get("required", False), **_contents(body)} if body else None,
        "answers": {
            status: _contents(answer)
            for status, answer in told["responses"].items()
            if status.startswith("2")
        },
    }


def _contents(told: Mapping[str, Any]) -> Shapes:
    contents = told.get("content", {})
    return {
        "content": {
            kind: _without_annotations(media.get("schema", {})) for kind, media in contents.items()
        }
    }


def _without_annotations(schema: Any) -> Any:
    """Return only the keywords of a schema that affect validity."""
    if not isinstance(schema, Mapping):
        return schema
    kept = {key: _value(key, value) for key, value in schema.items() if key in STRUCTURE}
    if "properties" in schema:
        kept["properties"] = {
            name: _without_annotations(field) for name, field in schema["properties"].items()
        }
    return kept


def _value(key: str, value: Any) -> Any:
    return _without_annotations(value) if key in ("items", "additionalProperties") else value
