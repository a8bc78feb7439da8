"""The OpenAPI 3.1 document of a department, derived from its routes."""

import inspect
import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from shared.contracts.json_schema import DIALECT, example_of, json_schema
from shared.contracts.openapi_answers import answer_of, reference
from shared.contracts.openapi_parameters import parameters_of
from shared.contracts.openapi_problems import PROBLEM_SCHEMA, problems
from shared.web.requests import BYTES
from shared.web.routes import Route, restricted_type, routes_of, signature_of

_PARAMETER = re.compile(r"<(\w+)>")
SIGNATURE = {
    "type": "apiKey",
    "in": "header",
    "name": "Authorization",
    "description": "部门或伙伴的签名：Liandong <密钥编号>:<时刻>:<base64>，见 docs/wire.md",
}


def openapi_document(service: type[Any]) -> dict[str, Any]:
    """Build the OpenAPI document of a service class."""
    paths: dict[str, dict[str, Any]] = {}
    schemas: dict[str, Any] = {"Problem": PROBLEM_SCHEMA}
    for entry, method in routes_of(service):
        path = _PARAMETER.sub(r"{\1}", entry.url)
        paths.setdefault(path, {})[entry.method.lower()] = _operation(entry, method, schemas)
    tags = sorted({_tag(entry) for entry, _ in routes_of(service)})
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": DIALECT,
        "info": {
            "title": f"联动 · {service.title}",
            "summary": (inspect.getdoc(service) or "").partition("\n")[0],
            "version": version("liandong-platform"),
            "contact": {"name": f"{service.title}运维人员"},
            "license": {"name": "Apache License 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/", "description": f"{service.title}自己的地址"}],
        "tags": [{"name": tag} for tag in tags],
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
    signature = signature_of(method)
    operation: dict[str, Any] = {
        "operationId": method.__name__,
        "tags": [_tag(entry)],
        "summary": entry.title,
        "description": signature.title,
        "parameters": [
            *_path_parameters(entry.url),
            *parameters_of(entry, signature),
        ],
        "responses": {"200": answer_of(entry, signature, schemas), **problems(entry, signature)},
    }
    if entry.public:
        operation["security"] = []
    elif entry.signed:
        operation["security"] = [{"signature": []}]
    else:
        operation["x-roles"] = sorted(entry.roles)
    if restricted_type(entry, signature) is not None:
        operation["x-recorded"] = True
    if signature.command is not None:
        operation["requestBody"] = _body(signature.command, entry.url, schemas)
    if signature.uploads:
        operation["requestBody"] = {"required": True, "content": {BYTES: {}}}
    return operation


def _tag(entry: Route) -> str:
    """Return an operation's tag: the first resource in its path."""
    parts = entry.url.strip("/").split("/")
    return parts[1] if parts[0] == "v1" and len(parts) > 1 else "operations"


def _path_parameters(url: str) -> Iterator[dict[str, Any]]:
    for name in _PARAMETER.findall(url):
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _body(command: type[Any], url: str, schemas: dict[str, Any]) -> dict[str, Any]:
    in_path = set(_PARAMETER.findall(url))
    schema = forbid_unknown_fields(json_schema(command))
    schema["required"] = sorted(set(schema.get("required", ())) - in_path)
    schemas[command.__name__] = schema
    example = {name: value for name, value in example_of(command).items() if name not in in_path}
    content = {"schema": reference(command.__name__), "example": example}
    return {"required": bool(schema["required"]), "content": {"application/json": content}}


def forbid_unknown_fields(node: Any) -> Any:
    """Forbid unknown fields in an object and in all objects within it, as the service does."""
    if isinstance(node, list):
        return [forbid_unknown_fields(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    made = {name: forbid_unknown_fields(inner) for name, inner in node.items()}
    return {**made, "additionalProperties": False} if "properties" in made else made
