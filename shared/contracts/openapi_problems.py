"""OpenAPI descriptions of the problems (RFC 9457) that an operation may answer with."""

from typing import Any

from shared.web.routes import MethodSignature, Route

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
    "408": "请求未按时到齐，请用同一个 Idempotency-Key 重试",
    "409": "当前状态不允许",
    "411": "缺少长度",
    "413": "请求体过大",
    "415": "内容类型不对",
    "422": "填报内容有误",
    "503": "暂时无法办理，请用同一个 Idempotency-Key 重试",
}


WITH_A_BODY = frozenset({"400", "408", "413", "415"})


def problems(entry: Route, signature: MethodSignature) -> dict[str, Any]:
    """Describe the problems that apply to an operation, by status."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    applies = _applying(entry, signature)
    return {
        status: {"description": words, "content": content}
        for status, words in PROBLEMS.items()
        if status in applies
    }


def _applying(entry: Route, signature: MethodSignature) -> set[str]:
    if entry.public:
        return {"503"}
    if entry.signed:
        return {"401", "403", "404", "503"}
    applies = {"401", "403", "404", "422", "503"}
    if signature.command is not None:
        applies |= WITH_A_BODY | {"409"}
    if signature.uploads:
        applies |= WITH_A_BODY | {"409", "411"}
    if entry.conflicts:
        applies |= {"409"}
    return applies
