"""The problems that an operation may answer with, as OpenAPI describes them."""

from typing import Any

from shared.web import Route, Shape

PROBLEM_SCHEMA = {
    "type": "object",
    "title": "问题（RFC 9457）",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
PROBLEMS = {
    "400": "请求格式不对",
    "401": "身份未通过验证",
    "403": "无权办理",
    "404": "查无此项",
    "409": "当前状态不允许",
    "422": "填报内容有误",
    "503": "暂时无法办理，请用同一个 Idempotency-Key 重试",
}


def problems(entry: Route, shape: Shape) -> dict[str, Any]:
    """Describe the problems that apply to an operation, by their status."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    applies = set(PROBLEMS)
    if entry.public:
        applies = {"503"}
    elif entry.signed:
        applies = {"401", "403", "404", "503"}
    elif shape.command is None:
        applies -= {"400", "409"}
    return {
        status: {"description": words, "content": content}
        for status, words in PROBLEMS.items()
        if status in applies
    }
