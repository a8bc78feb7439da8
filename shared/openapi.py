"""OpenAPI 3.1 of a department, read from its entrypoints."""

import inspect
import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any, get_args, get_origin

from werkzeug.wrappers import Response

from shared.jsonschema import DIALECT, example_of, json_schema
from shared.openapi_problems import PROBLEM_SCHEMA, problems
from shared.paging import MOST, filters_of
from shared.request import BYTES, LONGEST_PURPOSE, PURPOSE_HEADER
from shared.web import Route, Shape, recorded_kind, routes_of, shape_of
from shared.work import Page

_PARAMETER = re.compile(r"<(\w+)>")
SIGNATURE = {
    "type": "apiKey",
    "in": "header",
    "name": "Authorization",
    "description": "部门或伙伴的签名：Liandong <密钥编号>:<时刻>:<base64>，见 docs/wire.md",
}


def describe(service: type[Any]) -> dict[str, Any]:
    """Write the OpenAPI document of a service."""
    paths: dict[str, dict[str, Any]] = {}
    schemas: dict[str, Any] = {"Problem": PROBLEM_SCHEMA}
    for entry, method in routes_of(service):
        path = _PARAMETER.sub(r"{\1}", entry.url)
        paths.setdefault(path, {})[entry.method.lower()] = _operation(entry, method, schemas)
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": DIALECT,
        "info": {
            "title": f"联动 · {service.title}",
            "summary": (inspect.getdoc(service) or "").partition("\n")[0],
            "version": version("liandong-platform"),
        },
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "signature": SIGNATURE,
            },
        },
    }


def _operation(entry: Route, method: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    shape = shape_of(method)
    operation: dict[str, Any] = {
        "operationId": method.__name__,
        "summary": entry.title,
        "description": shape.title,
        "parameters": [
            *_path_parameters(entry.url),
            *_other_parameters(shape),
            *_purpose(entry, shape),
        ],
        "responses": {"200": _answer(shape, schemas), **problems(entry, shape)},
    }
    if entry.public:
        operation["security"] = []
    elif entry.signed:
        operation["security"] = [{"signature": []}]
    else:
        operation["x-roles"] = sorted(entry.roles)
    if recorded_kind(entry, shape) is not None:
        operation["x-recorded"] = True
    if shape.command is not None:
        operation["requestBody"] = _body(shape.command, entry.url, schemas)
    if shape.uploads:
        operation["requestBody"] = {"required": True, "content": {BYTES: {}}}
    return operation


def _path_parameters(url: str) -> Iterator[dict[str, Any]]:
    for name in _PARAMETER.findall(url):
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _other_parameters(shape: Shape) -> Iterator[dict[str, Any]]:
    if shape.command is not None:
        key = {"type": "string", "minLength": 1, "maxLength": 200}
        told = "幂等键：重试时用同一个，不会重复办理"
        yield {
            "name": "Idempotency-Key",
            "in": "header",
            "required": True,
            "description": told,
            "schema": key,
        }
    if shape.listed is not None:
        bounds = {"type": "integer", "minimum": 1, "maximum": MOST, "default": 50}
        yield {
            "name": "after",
            "in": "query",
            "description": "上一页的 next",
            "schema": {"type": "string"},
        }
        yield {"name": "limit", "in": "query", "description": "每页条数", "schema": bounds}
        for name in filters_of(shape.listed):
            yield {"name": name, "in": "query", "schema": {"type": "string"}}


def _purpose(entry: Route, shape: Shape) -> Iterator[dict[str, Any]]:
    """Let who reads restricted documents say why."""
    if recorded_kind(entry, shape) is not None:
        yield {
            "name": PURPOSE_HEADER,
            "in": "header",
            "description": "查阅目的（可选），UTF-8，可用百分号编码；每次查阅都会被记录",
            "schema": {"type": "string", "maxLength": LONGEST_PURPOSE},
        }


def _body(command: type[Any], url: str, schemas: dict[str, Any]) -> dict[str, Any]:
    in_path = set(_PARAMETER.findall(url))
    schema = closed(json_schema(command))
    schema["required"] = sorted(set(schema.get("required", ())) - in_path)
    schemas[command.__name__] = schema
    example = {name: value for name, value in example_of(command).items() if name not in in_path}
    content = {"schema": _reference(command.__name__), "example": example}
    return {"required": bool(schema["required"]), "content": {"application/json": content}}


def closed(node: Any) -> Any:
    """Forbid unknown fields in an object and in all objects within it, as the service does."""
    if isinstance(node, list):
        return [closed(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    made = {name: closed(inner) for name, inner in node.items()}
    return {**made, "additionalProperties": False} if "properties" in made else made


def _answer(shape: Shape, schemas: dict[str, Any]) -> dict[str, Any]:
    given = shape.gives
    if given is Response or given is None:
        return {"description": "成功"}
    if get_origin(given) is Page:
        item = get_args(given)[0]
        schemas[item.__name__] = json_schema(item)
        listed = {"type": "array", "items": _reference(item.__name__)}
        schema: dict[str, Any] = {
            "type": "object",
            "required": ["items", "next"],
            "properties": {"items": listed, "next": {"type": ["string", "null"]}},
        }
    else:
        schemas[given.__name__] = json_schema(given)
        schema = _reference(given.__name__)
    return {"description": "成功", "content": {"application/json": {"schema": schema}}}


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
