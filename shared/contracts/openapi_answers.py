"""OpenAPI descriptions of successful answers: messages, lists and files."""

from typing import Any, get_args, get_origin

from werkzeug.wrappers import Response

from shared.contracts.json_schema import json_schema
from shared.store.pages import Page
from shared.web.requests import BYTES
from shared.web.routes import MethodSignature, Route

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BINARY = {"type": "string", "format": "binary"}
_FILES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("/metrics", ("text/plain",)),
    ("/content", (BYTES,)),
    ("/file.<suffix>", (PDF, DOCX)),
    ("/papers/<name>", (PDF, DOCX)),
)
"""Media types of files by the end of the route; other routes without a message answer JSON."""


def answer_of(entry: Route, signature: MethodSignature, schemas: dict[str, Any]) -> dict[str, Any]:
    """Describe a successful answer; add the schemas that it uses to `schemas`."""
    given = signature.gives
    if given is Response or given is None:
        return {"description": "成功", "content": _file(entry.url)}
    if get_origin(given) is Page:
        item = get_args(given)[0]
        schemas[item.__name__] = json_schema(item)
        listed = {"type": "array", "items": reference(item.__name__)}
        schema: dict[str, Any] = {
            "type": "object",
            "required": ["items", "next"],
            "properties": {"items": listed, "next": {"type": ["string", "null"]}},
        }
    else:
        schemas[given.__name__] = json_schema(given)
        schema = reference(given.__name__)
    return {"description": "成功", "content": {"application/json": {"schema": schema}}}


def reference(name: str) -> dict[str, str]:
    """Return a reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def _file(url: str) -> dict[str, Any]:
    for end, kinds in _FILES:
        if url.endswith(end):
            return {kind: {"schema": _BINARY} for kind in kinds}
    return {"application/json": {"schema": {"type": "object"}}}
