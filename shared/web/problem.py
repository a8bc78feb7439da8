"""Errors for client systems: RFC 9457 problem+json, in Chinese."""

from http import HTTPStatus
from typing import Any

import orjson

from shared.errors import InvalidInputError, PlatformError

CONTENT_TYPE = "application/problem+json; charset=utf-8"


def problem_of(error: Exception, instance: str) -> tuple[int, bytes]:
    """Return an error as status and body; an unknown error reveals no internals."""
    if not isinstance(error, PlatformError):
        error = UnexpectedError()
    body: dict[str, Any] = {
        "type": f"urn:liandong:problem:{error.slug}",
        "title": error.title,
        "status": error.status,
        "detail": str(error),
        "instance": instance,
    }
    if isinstance(error, InvalidInputError):
        body["errors"] = [
            {"field": fault.field, "message": fault.message} for fault in error.faults
        ]
    return error.status, orjson.dumps(body)


class UnexpectedError(PlatformError):
    """An internal bug; details are in the log."""

    def __init__(self) -> None:
        super().__init__(
            "系统内部错误，已记录；请稍后用同一个 Idempotency-Key 重试，或联系运维人员"
        )


class HttpError(PlatformError):
    """A fault in the form of a request, not in its content; `slug` identifies it for programs."""

    def __init__(self, status: HTTPStatus, slug: str, title: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.slug = slug
        self.title = title
