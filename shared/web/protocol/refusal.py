"""Responses to malformed requests: problem+json in Chinese, as for all other errors."""

from http import HTTPStatus

from shared.web.problem import CONTENT_TYPE, HttpError, problem_of

_WORDS = {
    HTTPStatus.BAD_REQUEST: ("broken-request", "请求格式不对", "不是有效的 HTTP/1.1 请求"),
    HTTPStatus.METHOD_NOT_ALLOWED: ("method-not-allowed", "方法不对", "不支持这种方法"),
    HTTPStatus.REQUEST_TIMEOUT: (
        "too-slow",
        "请求未按时到齐",
        "请求迟迟没有到齐，连接已关闭；请检查网络后用同一个 Idempotency-Key 重试",
    ),
    HTTPStatus.REQUEST_URI_TOO_LONG: ("line-too-long", "网址过长", "请求行不得超过 8 KiB"),
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: (
        "head-too-large",
        "请求头过大",
        "请求头合计不得超过 64 KiB，每行不得超过 8 KiB，且不得超过 99 行",
    ),
    HTTPStatus.NOT_IMPLEMENTED: ("not-implemented", "不支持", "不支持这种方法或传输编码"),
    HTTPStatus.HTTP_VERSION_NOT_SUPPORTED: ("version", "版本不支持", "请使用 HTTP/1.1"),
}


def refusal(status: int, detail: str = "") -> bytes:
    """Return a complete HTTP response, after which the connection is closed."""
    found = HTTPStatus(status)
    slug, title, words = _WORDS.get(found, _WORDS[HTTPStatus.BAD_REQUEST])
    if found >= HTTPStatus.INTERNAL_SERVER_ERROR and found not in _WORDS:
        slug, title, words = "error", "系统错误", "系统内部错误，已记录；请稍后重试，或联系运维人员"
    _, body = problem_of(HttpError(found, slug, title, detail or words), "")
    head = (
        f"HTTP/1.1 {found.value} {found.phrase}\r\n"
        f"Content-Type: {CONTENT_TYPE}\r\n"
        f"Content-Length: {len(body)}\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode("ascii") + body
