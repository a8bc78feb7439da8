"""Bytes of a request's body: read completely, or refused; the same on every host."""

from http import HTTPStatus
from typing import Any

from werkzeug.wrappers import Request

from shared.web.problem import HttpError
from shared.web.protocol.framing import BrokenBodyError
from shared.web.protocol.pace import SlowClientError

PIECE = 256 * 1024


def read_body(request: Request, most: int, too_large: str) -> bytes:
    """Read a body of at most `most` bytes; the result is empty only for an empty body.

    Chunked bodies (RFC 9112 7.1) are read like those with a length. Raises `HttpError`: 413 with
    the text `too_large`, 400 for a body that ends too early, 408 for one that is too slow.
    """
    environ = request.environ
    chunked = bool(environ.get("HTTP_TRANSFER_ENCODING"))
    length = 0 if chunked else _length(environ.get("CONTENT_LENGTH"))
    if length > most:
        raise _too_large(too_large)
    try:
        found = _read(environ["wsgi.input"], most + 1 if chunked else length)
    except SlowClientError as error:
        detail = "请求体迟迟没有到齐；请检查网络后用同一个 Idempotency-Key 重试"
        status = HTTPStatus.REQUEST_TIMEOUT
        raise HttpError(status, "too-slow", "请求未按时到齐", detail) from error
    except (BrokenBodyError, OSError) as error:
        raise _incomplete() from error
    if len(found) > most:
        raise _too_large(too_large)
    if len(found) < length:
        raise _incomplete()
    return found


def _length(text: str | None) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdecimal()):
        detail = "Content-Length 应是一个十进制整数"
        raise HttpError(HTTPStatus.BAD_REQUEST, "broken-length", "请求体长度有误", detail)
    return int(text)


def _read(stream: Any, most: int) -> bytes:
    pieces: list[bytes] = []
    while most and (piece := stream.read(min(most, PIECE))):
        pieces.append(piece)
        most -= len(piece)
    return b"".join(pieces)


def _too_large(detail: str) -> HttpError:
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return HttpError(status, "body-too-large", "请求体过大", detail)


def _incomplete() -> HttpError:
    detail = "请求体不完整，没有办理；请用同一个 Idempotency-Key 重新提交"
    return HttpError(HTTPStatus.BAD_REQUEST, "incomplete-body", "请求体不完整", detail)
