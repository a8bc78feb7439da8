"""OpenAPI descriptions of an operation's headers and query parameters."""

from collections.abc import Iterator
from typing import Any

from shared.contracts.json_schema import json_schema
from shared.web.paging import MAX_PAGE_SIZE, filterable_fields
from shared.web.requests import LONGEST_PURPOSE, PURPOSE_HEADER
from shared.web.routes import MethodSignature, Route, restricted_type

KEY_PATTERN = "^[!-~]{1,200}$"
PURPOSE_PATTERN = r"^(?:[ -$&-~]|%[2-6][0-9A-Fa-f]|%E[4-9](?:%[89AaBb][0-9A-Fa-f]){2})*$"
_SHOWN = ("type", "format", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum")


def parameters_of(entry: Route, signature: MethodSignature) -> Iterator[dict[str, Any]]:
    """Describe headers and the query string."""
    if signature.command is not None:
        yield {
            "name": "Idempotency-Key",
            "in": "header",
            "required": True,
            "description": "幂等键：1 至 200 个可见 ASCII 字符；重试时用同一个，不会重复办理",
            "schema": {
                "type": "string",
                "minLength": 1,
                "maxLength": 200,
                "pattern": KEY_PATTERN,
            },
        }
    if signature.listed is not None:
        yield from _page(signature.listed)
    if restricted_type(entry, signature) is not None:
        yield {
            "name": PURPOSE_HEADER,
            "in": "header",
            "description": "查阅目的（可选），UTF-8，可用百分号编码；每次查阅都会被记录",
            "schema": {
                "type": "string",
                "maxLength": LONGEST_PURPOSE,
                "pattern": PURPOSE_PATTERN,
            },
        }


def _page(listed: type[Any]) -> Iterator[dict[str, Any]]:
    yield _query("after", "上一页的 next", {"type": "string"})
    bounds = {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": 50}
    yield _query("limit", "每页条数", bounds)
    described = json_schema(listed)["properties"]
    for name in filterable_fields(listed):
        about = described[name]
        yield _query(name, str(about.get("title", name)), _asked(about))


def _query(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _asked(described: dict[str, Any]) -> dict[str, Any]:
    """Describe a field's value as a query parameter, which is never null."""
    schema = {name: described[name] for name in _SHOWN if name in described}
    if isinstance(schema.get("type"), list):
        schema["type"] = next(kind for kind in schema["type"] if kind != "null")
    if "enum" in schema:
        schema["enum"] = [value for value in schema["enum"] if value is not None]
    return {"type": "string", **schema}
